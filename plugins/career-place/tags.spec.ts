import { describe, expect, it } from '@jest/globals';
import { ENTRY_STATUSES } from './funnel.js';
import { CP_TAGS, tagChange, tagOf } from './tags.js';

describe('tags', () => {
  it('CP-11 are exactly four, spelled as agreed', () => {
    expect(CP_TAGS).toEqual(['CP-Sent', 'CP-InProg', 'CP-Unqual', 'CP-Qual']);
    expect(new Set(ENTRY_STATUSES.flatMap((status) => tagOf(status) ?? []))).toEqual(new Set(CP_TAGS));
  });

  it('CP-12 CP-13 show nothing before the invitation mail is out', () => {
    expect((['queued', 'inviting', 'undelivered'] as const).map(tagOf)).toEqual([null, null, null]);
    expect(tagOf('invited')).toBe('CP-Sent');
  });

  it('CP-14 CP-16 CP-17 follow the status', () => {
    expect((['in_progress', 'submitted', 'in_review'] as const).map(tagOf)).toEqual(['CP-InProg', 'CP-InProg', 'CP-InProg']);
    expect(tagOf('unqualified')).toBe('CP-Unqual');
    expect(tagOf('qualified')).toBe('CP-Qual');
  });

  it('CP-25 CP-38 have none for opted out and withdrawn: the one before stays', () => {
    expect((['opted_out', 'withdrawn'] as const).map(tagOf)).toEqual([null, null]);
  });

  it('CP-18 take the other three off as soon as one of them is known', () => {
    expect(tagChange('CP-Qual', ['CP-InProg', 'VIP'], true)).toEqual({ add: 'CP-Qual', remove: ['CP-Sent', 'CP-InProg', 'CP-Unqual'] });
    expect(tagChange('CP-Sent', ['VIP', 'CP-Other'], true)).toEqual({ add: 'CP-Sent', remove: [] });
  });

  it('CP-18 leave the others when the organisation wants them side by side', () => {
    expect(tagChange('CP-Qual', ['CP-InProg'], false)).toEqual({ add: 'CP-Qual', remove: [] });
  });

  it('CP-20 are written anew by the next transition, even if the same one is known already', () => {
    expect(tagChange('CP-InProg', ['CP-InProg'], true)).toEqual({ add: 'CP-InProg', remove: [] });
  });
});
