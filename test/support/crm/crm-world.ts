import type { FaultRegistry } from '../../../sandbox/kit/index.js';

export interface HeldPerson {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly hasOptedOut: boolean;
  readonly ownerId: string | null;
  readonly cvs: readonly string[];
  readonly jobIds: readonly string[];
  readonly notes: readonly string[];
  readonly poolIds: readonly string[];
}

export interface HeldJob { readonly id: string; readonly title: string; readonly reference: string }

/** One emulated CRM with what a test may do at its side. The same for all, so that one suite runs over every connector. */
export interface CrmWorld {
  readonly system: string;
  /** What `VENDOR_<SYSTEM>_URL` would say. */
  readonly url: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** What an administrator fills in before signing in. */
  readonly options: Readonly<Record<string, string>>;
  readonly faults: FaultRegistry;
  /** Route of the call that makes a person, as faults name it. */
  readonly createRoute: string;
  readonly attachRoute: string;
  /** Whether the question by e-mail is answered from an index that may be behind. */
  readonly isSearchLate: boolean;
  /** Whether people are found by phone and surname. */
  readonly findsPhones: boolean;
  readonly keepsRef: boolean;
  /** A field that this customer may demand, by the API's name. */
  readonly demandedField: string;
  readonly openJobs: readonly [HeldJob, HeldJob];
  readonly closedJob: HeldJob;
  readonly absentJobId: string;
  /** An address that two people have; null where the CRM itself prevents that. */
  readonly doubleEmail: string | null;
  readonly userIds: readonly string[];
  readonly poolId: string | null;
  /** A person signs in at the CRM's own page: where the browser comes back to. */
  signIn(address: string): Promise<URL>;
  people(): readonly HeldPerson[];
  /** A colleague types somebody in; answers the id. */
  addByHand(person: { firstName: string; lastName: string; email: string; phone: string }): Promise<string>;
  linkByHand(personId: string, jobId: string): void;
  closeJob(id: string): void;
  expireTokens(): void;
  revokeApp(): void;
  slowSearch(lagMs: number): void;
  limitFiles(maxBytes: number): void;
  demand(field: string | null): void;
  /** From now on so many calls are let through, and refusals say when to come again. */
  limitRate(limit: number): void;
  advance(ms: number): void;
  close(): Promise<void>;
}
