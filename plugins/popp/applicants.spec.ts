import { describe, expect, it } from '@jest/globals';
import type { MirroredOpportunity } from 'patchbay/sdk';
import { exclusionOf, offerStages } from './applicants.js';

const STAGES = ['lead-new', 'lead-responded', 'applicant-new', 'screen', 'offer', 'signed'].map((id, position) => ({ id, text: id, position }));
const person = (more: Partial<MirroredOpportunity> = {}) => ({
  postingId: 'p', applicationId: 'a', deleted: false, anonymised: false, archivedAt: null, stageId: 'applicant-new', ...more,
}) as MirroredOpportunity;
const why = (more: Partial<MirroredOpportunity>, include = { leads: false, archived: false }) => exclusionOf(person(more), 'p', STAGES, include);

describe('who is analysed', () => {
  it('PO-27 takes active opportunities of the posting in applicant or later stages', () => {
    expect([why({}), why({ stageId: 'screen' }), why({ stageId: 'offer' })]).toEqual([null, null, null]);
    expect([why({ postingId: 'q' }), why({ applicationId: null }), why({ deleted: true })]).toEqual(['other-posting', 'no-application', 'gone']);
  });

  it('PO-27 leaves leads and archived ones out unless a checkbox includes them', () => {
    expect([why({ stageId: 'lead-responded' }), why({ archivedAt: 5 })]).toEqual(['lead', 'archived']);
    expect([why({ stageId: 'lead-new' }, { leads: true, archived: false }), why({ archivedAt: 5 }, { leads: false, archived: true })]).toEqual([null, null]);
  });

  it('PO-35 counts the offer stage and all behind it as too far on', () => {
    expect(offerStages(STAGES)).toEqual(['offer', 'signed']);
    expect(offerStages(STAGES.slice(0, 3))).toEqual([]);
  });
});
