import type { UnitOfWork } from 'patchbay/sdk';
import type { Reachable } from '../channels.js';
import type { StatusBox } from '../box.js';
import type { CheckStatus } from '../check-state.js';
import type { Working } from '../refapp.context.js';

/** Recruiting systems in which reference taking is a step of the process. */
export const HOST_KEYS = ['lever', 'we-select'] as const;
export type HostKey = (typeof HOST_KEYS)[number];

/** What a host reads with. */
export type HostReading = Pick<Working, 'lever' | 'mirror' | 'accounts' | 'settings'>;

/** A job for which people are recruited: a posting in Lever, a service in We Select. */
export interface HostService { readonly id: string; readonly title: string; readonly clientName: string | null; readonly isOpen: boolean }

export interface HostStep { readonly id: string; readonly name: string }

/** A candidate as the host knows them now. */
export interface HostPerson extends Reachable {
  readonly firstName: string;
  readonly lastName: string;
  readonly language: string;
  /** Under which messages to them are kept: Lever's contact, else the host's own id. */
  readonly contactId: string;
  readonly serviceId: string | null;
  readonly stepId: string | null;
  /** Why they are not to be asked at present: withdrawn, archived, hired; null when they may be (SH-16, RE-36). */
  readonly closed: string | null;
}

export interface Showing {
  readonly checkId: string;
  readonly serviceId: string;
  readonly subjectId: string;
  readonly status: CheckStatus;
  readonly box: StatusBox;
  /** What was shown before; null for the first time. */
  readonly before: { readonly status: CheckStatus } | null;
  /** Counts what was shown for this check. */
  readonly number: number;
  readonly at: number;
  readonly settings: Pick<Working['settings'], 'language' | 'secretNotes'>;
}

/** A recruiting system as reference taking sees it. */
export interface ReferenceHost {
  readonly key: HostKey;
  /** Null: not there, or not for this integration to see. */
  service(ctx: HostReading, id: string): Promise<HostService | null>;
  /** Steps of a service that somebody can be moved into. */
  steps(ctx: HostReading, serviceId: string): Promise<readonly HostStep[]>;
  /** Null: not there any more. */
  person(ctx: HostReading, serviceId: string, subjectId: string): Promise<HostPerson | null>;
  /** Shows the status box; the same number again changes nothing. */
  show(tx: UnitOfWork, showing: Showing): Promise<void>;
}
