import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

/** `waiting`: to be searched; `searched`; `skipped`: too little text (CI-19). */
export type PostingSearchState = 'waiting' | 'searched' | 'skipped';

const SeenPostingSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'seen_posting',
  columns: {
    postingId: p.string().length(60),
    openedAt: p.bigint('number'),
    state: p.string().length(20).$type<PostingSearchState>(),
    reason: p.text().nullable(),
    /** Searches so far; closing and opening again asks for no other (CI-16), an administrator may. */
    searches: p.integer(),
    leads: p.integer(),
    searchedAt: p.bigint('number').nullable(),
  },
  person: null,
  uniques: [{ name: 'seen_posting_posting', properties: ['installationId', 'postingId'] }],
  indexes: [{ name: 'seen_posting_waiting', properties: ['installationId', 'state', 'openedAt', 'id'] }],
});
/** A job that ARKiiVE has seen open for the first time. */
export class SeenPosting extends SeenPostingSchema.class {}
SeenPostingSchema.setClass(SeenPosting);
