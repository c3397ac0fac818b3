import { OutsideError, type AccountHttp, type AccountOption, type OutsideAccountDefinition } from 'patchbay/sdk';
import { presentable } from './shared/presentable.js';

/** A person as the CRM should know them. Values that nobody knows are null or empty, never invented. */
export interface PersonCard {
  /** Ours, 36 characters, the same for this person for ever: kept in the CRM's external id field where it has one. */
  readonly ref: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Lower case, best first. */
  readonly emails: readonly string[];
  /** E.164, best first. */
  readonly phones: readonly string[];
  readonly location: string | null;
  readonly headline: string | null;
  readonly links: readonly string[];
  /** Board or site the person came from. */
  readonly source: string;
  /** Epoch ms. */
  readonly appliedAt: number;
  /** Wants no mailings: must be carried into the CRM (ID-38). */
  readonly isOptedOut: boolean;
  /** CRM user who becomes the owner of a new person (ID-37). */
  readonly ownerId: string | null;
}

export interface CrmPerson {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Page of the person in the CRM. */
  readonly url: string | null;
}

/** `email` looks in all e-mail fields, whatever the case; `phone` is E.164 and goes with the surname; `ref` is `PersonCard.ref`. */
export type PersonQuestion =
  | { readonly by: 'email'; readonly email: string }
  | { readonly by: 'phone'; readonly phone: string; readonly lastName: string }
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'ref'; readonly ref: string };

export interface CvFile {
  /** Unique for this file: by it a look-back finds the file again. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface CrmJob {
  readonly id: string;
  readonly title: string;
  readonly reference: string | null;
  /** False when closed, filled or deleted: nobody can be linked. */
  readonly isOpen: boolean;
  readonly url: string | null;
}

export interface LinkCard {
  readonly personId: string;
  readonly jobId: string;
  readonly source: string;
  /** Epoch ms. */
  readonly appliedAt: number;
  readonly ownerId: string | null;
}

export interface NoteCard {
  readonly personId: string;
  readonly jobId: string | null;
  /** Plain text; ends with `ref`. */
  readonly text: string;
  /** Unique for this note and part of its text: by it a look-back finds the note again. */
  readonly ref: string;
  /** Epoch ms. */
  readonly at: number;
  readonly authorId: string | null;
}

export interface CrmUser { readonly id: string; readonly name: string; readonly email: string | null }
export interface CrmPool { readonly id: string; readonly name: string }

/**
 * One CRM with one account. Writes do exactly one thing and have a question that tells whether they took effect; the questions
 * must not trust a search index that lags behind the writes, where the CRM offers a way around it. Refusals are `CrmRefusal`; a field
 * that this account demands is `NeedsPerson('crm-missing-field', …)`.
 */
export interface Crm {
  /** At most 10; no hit is an empty list. Deleted and archived people do not count. */
  findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]>;
  /**
   * Makes one: the search comes before. Question: `findPersons` by ref, or by e-mail where the CRM has no external id. A CRM that knows
   * the address by itself although the search did not find it answers `crm-index-behind`, which is tried again, search first. With
   * `isDoubleWanted`, when a person has chosen so, a second one of the same address is made where the CRM allows it, else `duplicate`.
   */
  createPerson(card: PersonCard, isDoubleWanted?: boolean): Promise<CrmPerson>;
  /** Fills empty fields only, all given ones with `isOverwriting`; answers the names of the fields changed. May be repeated. */
  fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]>;
  attachCv(personId: string, cv: CvFile): Promise<{ readonly id: string | null }>;
  hasCv(personId: string, cv: Pick<CvFile, 'name'>): Promise<boolean>;
  /** By the id or reference under which the CRM knows the vacancy; null when there is none. Closed ones are answered as such. */
  findJob(reference: string): Promise<CrmJob | null>;
  /** Open jobs whose title or reference fits, at most 20, for a person to choose from. */
  searchJobs(text: string): Promise<readonly CrmJob[]>;
  /** `isNew` is false when the person was already linked to the job: a success (ID-33). */
  linkToJob(link: LinkCard): Promise<{ readonly id: string | null; readonly isNew: boolean }>;
  hasLink(personId: string, jobId: string): Promise<boolean>;
  addNote(note: NoteCard): Promise<{ readonly id: string | null }>;
  hasNote(note: Pick<NoteCard, 'personId' | 'ref' | 'text'>): Promise<boolean>;
  /** Empty when the CRM has no pools. */
  pools(): Promise<readonly CrmPool[]>;
  /** In the pool already is a success. May be repeated. */
  addToPool(personId: string, poolId: string): Promise<void>;
  users(): Promise<readonly CrmUser[]>;
  /** Deletes or anonymises the person; gone already is a success (ID-39). May be repeated. */
  erasePerson(personId: string): Promise<'deleted' | 'anonymised'>;
}

export interface CrmCapabilities {
  readonly hasPools: boolean;
  readonly mayErase: boolean;
  /** Larger files are not sent. */
  readonly maxCvBytes: number;
}

/** A CRM that can be selected. `plugins/idibu/crm/<name>.connector.ts` exports one as default: being there is the whole registration. */
export interface CrmConnector {
  /** Its system is the CRM's key, its name is what people call it. */
  readonly account: OutsideAccountDefinition;
  readonly capabilities: CrmCapabilities;
  /** What differs from account to account once signed in, e.g. the object that holds jobs or a demanded field. */
  readonly mapping: readonly AccountOption[];
  /** `mapping` holds the chosen values, the given defaults otherwise absent. */
  open(http: AccountHttp, mapping: Readonly<Record<string, string>>): Crm;
}

export type CrmRefusalKind = 'file-too-large' | 'job-closed' | 'job-missing' | 'person-missing' | 'duplicate' | 'not-allowed' | 'invalid';

/** What the CRM says no to, for a reason that waiting does not change; its words without what they quote of the person. */
export class CrmRefusal extends OutsideError {
  constructor(readonly kind: CrmRefusalKind, message: string) {
    super(`crm-${kind}`, presentable(message), { retryable: false, status: 409 });
  }
}
