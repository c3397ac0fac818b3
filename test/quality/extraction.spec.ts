import { describe, expect, it } from '@jest/globals';
import { MatchingEngine } from '../../src/matching/index.js';
import { emptyTally, everyBullet, tally } from './extraction-scores.js';
import { f1 } from './metrics.js';
import { advertisements, postings, type GoldPosting } from './quality-data.js';
import { isHeldOut } from './split.js';

const engine = new MatchingEngine();

function measure(set: readonly GoldPosting[], extract: (text: string) => ReturnType<typeof everyBullet>) {
  const sum = emptyTally();
  const notes = set.flatMap((posting) => tally(posting, extract(posting.text), sum));
  return { ...f1(sum), category: sum.category / sum.hits, mandatory: sum.mandatory / sum.hits, exact: sum.exact / sum.hits, notes };
}

describe('reading requirements', () => {
  for (const part of ['tuning', 'held out'] as const) {
    it(`finds what hand-made advertisements ask for (${part})`, () => {
      const set = advertisements().filter((a) => isHeldOut(a.id) === (part === 'held out'));
      const { notes, ...ours } = measure(set, (text) => engine.requirements(text));
      const { notes: _bulletNotes, ...bullets } = measure(set, everyBullet);
      console.log(`${part}: ${set.length} advertisements`, { ours, bullets }, part === 'tuning' ? notes : `${notes.length} differences`);
      expect(ours.f1).toBeGreaterThan(0.85);
      expect(ours.f1).toBeGreaterThan(bullets.f1 + 0.15);
      expect(ours.category).toBeGreaterThan(0.85);
      expect(ours.mandatory).toBeGreaterThan(0.9);
    });
  }

  it('finds what the generated postings ask for (held out)', () => {
    const set = postings().filter((p) => isHeldOut(p.id));
    const { notes, ...ours } = measure(set, (text) => engine.requirements(text));
    const { notes: _bulletNotes, ...bullets } = measure(set, everyBullet);
    console.log({ postings: set.length, ours, bullets, differences: notes.length });
    expect(ours.f1).toBeGreaterThan(0.97);
    expect(ours.mandatory).toBeGreaterThan(0.97);
  });
});
