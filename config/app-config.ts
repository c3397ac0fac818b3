/** Injection token of `AppConfig`. */
export const CONFIG = Symbol('patchbay:config');

export type MasterKey = { readonly id: string; readonly key: Buffer };

/** The hub's whole configuration: typed, validated once, frozen. Nothing else reads the environment. */
export interface AppConfig {
  readonly env: 'production' | 'development' | 'test';
  readonly role: 'web' | 'worker' | 'both';
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string; readonly trustProxy: boolean };
  readonly database: { readonly url: string | null; readonly ownerUrl: string | null; readonly loginPassword: string;
    readonly dataDir: string; readonly poolSize: number };
  readonly redis: { readonly url: string | null };
  readonly keys: { readonly current: MasterKey; readonly previous: readonly MasterKey[] };
  readonly lever: {
    readonly apiUrl: string; readonly authUrl: string; readonly audience: string;
    oauthClients(integrationKey: string): { readonly clientId: string; readonly clientSecret: string } | null;
    readonly rate: { readonly burst: number; readonly perSecond: number; readonly applicationsPerSecond: number };
    readonly pollEveryMs: number; readonly settleMs: number; readonly timeoutMs: number;
  };
  readonly vendors: Readonly<Record<string, { readonly baseUrl: string }>>;
  /** The hub's own OAuth clients at systems that people sign in to, by system. */
  readonly outsideClients: Readonly<Record<string, { readonly id: string; readonly secret: string }>>;
  /** `from`, `account` and `secret` are set when there is a provider. `country`: of numbers without country code. */
  readonly sms: {
    readonly provider: 'twilio' | '46elks' | null; readonly baseUrl: string; readonly from: string; readonly account: string; readonly secret: string;
    readonly country: string; readonly timeoutMs: number;
  };
  readonly smtp: { readonly url: string | null; readonly from: string; readonly bounceAddress: string | null };
  readonly log: { readonly level: string };
  readonly metrics: { readonly token: string | null };
  readonly workers: { readonly concurrency: number;
    /** After so long without a sign of its worker, another one takes the work over. */
    readonly leaseMs: number;
    /** So long may one piece of work hold its lane, however often its lease is renewed. */
    readonly holdMs: number; readonly pollMs: number;
    /** What the search indexes of one process may take. */
    readonly searchMb: number };
  readonly clock: { readonly mayShift: boolean };
  readonly failpoint: string | null;
  /** A process that was told to stop ends after so long at the latest, clean or not. */
  readonly stopWithinMs: number;
}
