import type { FastifyInstance } from 'fastify';
import type { SandboxClock, SeededRandom } from '../kit/index.js';
import type { CrmBook, IdMaker, Vocabulary } from './book.js';
import type { OAuthRules, OAuthServer } from './oauth/oauth-server.js';
import type { RateRule, RateWindow } from './rate.js';
import type { Refusals } from './refusal.js';

/** What a customer's account allows; tests change it through control. */
export interface CrmRules {
  /** How long the search index stays behind. */
  searchLagMs: number;
  maxFileBytes: number;
  /** A person field this customer has made compulsory. */
  requiredField: string | null;
  rate: RateRule;
}

export interface CrmDefinition {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly rules: Omit<CrmRules, 'searchLagMs' | 'requiredField'>;
  readonly vocabulary: Vocabulary;
  readonly idOf: IdMaker;
  readonly userId?: (n: number) => string;
  readonly poolId?: (n: number) => string;
  readonly refusals: Refusals;
  oauth(baseUrl: () => string): OAuthRules;
  /** Adds the vendor's API; the sign-in is at `/` already unless `hasOwnSignIn`. */
  install(crm: Crm): void;
  readonly hasOwnSignIn?: boolean;
  /** Set-up values of this CRM, e.g. a tenant name and a key. */
  readonly describe?: Readonly<Record<string, unknown>>;
}

/** One customer of one CRM, as the routes see it. */
export interface Crm {
  readonly app: FastifyInstance;
  readonly clock: SandboxClock;
  readonly random: SeededRandom;
  readonly definition: CrmDefinition;
  readonly rules: CrmRules;
  readonly book: CrmBook;
  readonly oauth: OAuthServer;
  readonly limiter: RateWindow;
  baseUrl(): string;
}
