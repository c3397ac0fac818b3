import type { HandlerContext, UseCaseContext } from 'patchbay/sdk';
import type { CareerPlaceSettings } from './career-place.settings.js';

export type Handling = HandlerContext<CareerPlaceSettings>;
export type UseCase = UseCaseContext<CareerPlaceSettings>;
/** What both have in common. */
export type Working = Omit<Handling, 'commit' | 'checkpoint'>;

export const KEY = 'career-place';
/** Jobs of one opportunity run one after another, together with its facts and events. */
export const opportunityLane = (opportunityId: string): string => `opportunity:${opportunityId}`;
/** Whatever mails a person runs one after another, so that two mails can be kept apart (CP-35). */
export const contactLane = (contactId: string): string => `contact:${contactId}`;
