import type { HandlerContext, UnitOfWork, UseCaseContext } from 'patchbay/sdk';
import type { PoppSettings } from './popp.settings.js';

export type Handling = HandlerContext<PoppSettings>;
export type UseCase = UseCaseContext<PoppSettings>;
/** What both have in common. */
export type Working = Omit<Handling, 'commit' | 'checkpoint'>;
export type Tx = UnitOfWork;

export const KEY = 'popp';
/** Jobs of one opportunity run one after another, together with its facts and events. */
export const opportunityLane = (opportunityId: string): string => `opportunity:${opportunityId}`;
export const analysisLane = (analysisId: string): string => `analysis:${analysisId}`;
/** Where the hub is reached, kept for the links in notes. */
export const ORIGIN_CURSOR = 'origin';
/** Set once Popp tells its results to this hub. */
export const SUBSCRIBED_CURSOR = 'subscribed';
