import type { HandlerContext, UseCaseContext } from 'patchbay/sdk';
import type { RefappSettings } from './refapp.settings.js';

export type Handling = HandlerContext<RefappSettings>;
export type UseCase = UseCaseContext<RefappSettings>;
/** What both have in common. */
export type Working = Omit<Handling, 'commit' | 'checkpoint'>;

export const KEY = 'refapp';
/** We Select's name as an outside account. */
export const WE_SELECT = 'we-select';
/** Everything about one check runs one after another: Refapp's events, reminders and what became of messages. */
export const checkLane = (checkId: string): string => `check:${checkId}`;
export const iso = (ms: number): string => new Date(ms).toISOString();
