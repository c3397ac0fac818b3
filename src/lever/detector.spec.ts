import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detect } from './detector.js';
import { goneFrom, type MirroredRow, type SeenOpportunity } from './mirror-row.js';

const NOW = 1_800_000_000_000;
const seen = (over: Partial<SeenOpportunity> = {}): SeenOpportunity => ({
  id: 'opp', contactId: 'c1', name: 'Ines', emails: ['ines@example.org'], location: 'Lisbon', stageId: 'applicant-new',
  stageChanges: [{ toStageId: 'applicant-new', updatedAt: 1_000 }], tags: ['Engineer'], archivedAt: null, archiveReasonId: null, hired: false,
  applicationId: 'app', applicationType: 'posting', applicationCreatedAt: 1_000, postingId: 'post', confidential: false, anonymised: false,
  deleted: false, mayContact: true, createdAt: 1_000, updatedAt: 1_000, ...over,
});
const row = (over: Partial<SeenOpportunity> = {}): MirroredRow => detect(null, seen(over), NOW, NOW).row;
const kinds = (before: MirroredRow | null, after: SeenOpportunity): string[] => detect(before, after, NOW, 0).facts.map((fact) => fact.kind);

describe('change detector', () => {
  it('tells nothing on the baseline', () => {
    expect(detect(null, seen(), NOW, NOW).facts).toEqual([]);
  });

  it('tells what comes while the baseline is read, and nothing older', () => {
    const moved = seen({ applicationId: 'old', applicationCreatedAt: NOW - 1, stageId: 'a',
      stageChanges: [{ toStageId: 'applicant-new', updatedAt: NOW - 2 }, { toStageId: 'b', updatedAt: NOW - 1 }, { toStageId: 'a', updatedAt: NOW }] });
    expect(detect(null, moved, NOW, NOW).facts.map((fact) => [fact.kind, fact.naturalKey])).toEqual([['stage.changed', 'opp:2']]);
    expect(detect(null, seen({ applicationCreatedAt: NOW }), NOW, NOW).facts.map((fact) => fact.kind)).toEqual(['application.created']);
  });

  it('tells a new application once, by its own id', () => {
    const first = detect(null, seen(), NOW, 0);
    expect(first.facts.map((fact) => [fact.kind, fact.naturalKey])).toEqual([['application.created', 'app']]);
    expect(kinds(first.row, seen())).toEqual([]);
  });

  it('tells every stage change since the last look, numbered by Lever', () => {
    const after = seen({
      stageId: 'b', stageChanges: [{ toStageId: 'applicant-new', updatedAt: 1 }, { toStageId: 'a', updatedAt: 2 }, { toStageId: 'b', updatedAt: 3 }],
    });
    expect(detect(row(), after, NOW, 0).facts.map((fact) => fact.naturalKey)).toEqual(['opp:1', 'opp:2']);
  });

  it('tells archiving and un-archiving apart', () => {
    const archived = seen({ archivedAt: 5_000, archiveReasonId: 'r' });
    expect(kinds(row(), archived)).toEqual(['archive.changed']);
    expect(kinds(row({ archivedAt: 5_000, archiveReasonId: 'r' }), seen())).toEqual(['archive.changed']);
  });

  it('tells tags added and removed', () => {
    const [fact] = detect(row(), seen({ tags: ['CP-Sent'] }), NOW, 0).facts;
    expect(fact?.payload).toEqual({ opportunityId: 'opp', added: ['CP-Sent'], removed: ['Engineer'] });
  });

  it('follows merges, anonymisation and deletion', () => {
    expect(kinds(row(), seen({ contactId: 'c2' }))).toEqual(['contact.merged']);
    expect(kinds(row(), seen({ anonymised: true, name: '', emails: [] }))).toEqual(['anonymised']);
    const gone = detect(row(), goneFrom(row()), NOW, 0);
    expect(gone.facts.map((fact) => fact.kind)).toContain('deleted');
    expect(gone.row).toMatchObject({ name: '', emails: [], deleted: true });
  });

  it('SH-13 tells each natural key once, whatever is seen how often and in whatever order', () => {
    const states = [seen(), seen({ tags: ['x'] }), seen({ archivedAt: 9_000, archiveReasonId: 'r' }), seen({ emails: ['new@example.org'] }),
      seen({ stageId: 's', stageChanges: [{ toStageId: 'applicant-new', updatedAt: 1 }, { toStageId: 's', updatedAt: 2 }] })];
    fc.assert(fc.property(fc.array(fc.nat(states.length - 1), { minLength: 1, maxLength: 12 }), (looks) => {
      let before: MirroredRow | null = null;
      const keys = new Set<string>();
      for (const look of looks) {
        for (let again = 0; again < 2; again += 1) {
          const detection = detect(before, states[look] as SeenOpportunity, NOW, 0);
          if (again === 1) expect(detection.facts.filter((fact) => fact.kind !== 'stage.changed')).toEqual([]);
          for (const fact of detection.facts) {
            const key = `${fact.kind}|${fact.naturalKey}`;
            if (fact.kind !== 'stage.changed' && fact.kind !== 'archive.changed') expect(keys.has(key)).toBe(false);
            keys.add(key);
          }
          before = detection.row;
        }
      }
    }));
  });
});
