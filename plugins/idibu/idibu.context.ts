import type { AccountActionContext, HandlerContext, UseCaseContext } from 'patchbay/sdk';
import type { IdibuSettings } from './idibu.settings.js';

export type Handling = HandlerContext<IdibuSettings>;
export type UseCase = UseCaseContext<IdibuSettings>;
/** What both have in common. */
export type Working = Omit<Handling, 'commit' | 'checkpoint'>;
export type Writing = AccountActionContext;
/** Whose rows are made. */
export type Owner = Pick<Working, 'tenantId' | 'installationId'>;

export const KEY = 'idibu';
/** Where an applicant comes from. */
export type Source = 'idibu' | 'lever';

/** Everything about one applicant runs in order. */
export const applicantLane = (source: Source, externalId: string): string =>
  source === 'lever' ? `opportunity:${externalId}` : `idibu-contact:${externalId}`;
/** The pseudo contact under which idibu's own people are known to erasure and mail. */
export const idibuContact = (externalId: string): string => `idibu:${externalId}`;
