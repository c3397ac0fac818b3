import { describe, expect, it } from '@jest/globals';
import { collectStatistics, indexProfiles, MatchingEngine } from '../../src/matching/index.js';
import { auc, f1, mean, ndcgAt, precisionAt } from './metrics.js';
import { PlainBm25, seededRandom } from './plain-bm25.js';
import { applications, candidates, grades, postings, type GoldPosting } from './quality-data.js';
import { isHeldOut } from './split.js';

const AS_OF = '2025-06-01';
const people = candidates();
const reader = new MatchingEngine();
const profiles = new Map(people.map((person) => [person.id, reader.readProfile(person, AS_OF)]));
const statistics = collectStatistics(profiles.values(), 'quality');
const engine = new MatchingEngine(statistics);
const index = indexProfiles(profiles.values(), statistics);
const bm25 = new PlainBm25(people.map((p) => p.text));
const truth = grades();
const LEAST = 2;

interface Quality { p7: number; fitsAt7: number; ndcg7: number }

function qualityOf(set: readonly GoldPosting[], rank: (posting: GoldPosting) => string[]): Quality {
  const rows = set.map((posting) => {
    const gradeOf = (id: string): number => truth.get(`${posting.id} ${id}`) ?? 0;
    const all = people.map((p) => gradeOf(p.id));
    const shown = rank(posting).map(gradeOf);
    const count = (least: number): number => all.filter((g) => g >= least).length;
    return { p7: precisionAt(7, shown, count(LEAST), LEAST), fitsAt7: precisionAt(7, shown, count(3), 3), ndcg7: ndcgAt(7, shown, all) };
  });
  return { p7: mean(rows.map((r) => r.p7)), fitsAt7: mean(rows.map((r) => r.fitsAt7)), ndcg7: mean(rows.map((r) => r.ndcg7)) };
}

const ours = (posting: GoldPosting): string[] => engine.rank(engine.readJob(posting), index, (id) => profiles.get(id)).best.map((e) => e.candidate);
const plain = (posting: GoldPosting): string[] => people.map((p, i) => ({ id: p.id, score: bm25.score(`${posting.title} ${posting.text}`, i) }))
  .sort((a, b) => b.score - a.score).slice(0, 7).map((p) => p.id);
const random = seededRandom(7);
const shuffled = (): string[] => people.map((p) => ({ id: p.id, at: random() })).sort((a, b) => a.at - b.at).slice(0, 7).map((p) => p.id);

describe('ranking and deciding on the generated set', () => {
  for (const part of ['tuning', 'held out'] as const) {
    const set = postings().filter((p) => isHeldOut(p.id) === (part === 'held out'));

    it(`CI-13 CI-15 puts the people who fit first (${part})`, () => {
      const table = { ours: qualityOf(set, ours), bm25: qualityOf(set, plain), random: qualityOf(set, shuffled) };
      console.log(`${part}: ${set.length} postings`, table);
      expect(table.ours.ndcg7).toBeGreaterThan(0.9);
      expect(table.ours.ndcg7).toBeGreaterThan(table.bm25.ndcg7 + 0.1);
      expect(table.ours.p7).toBeGreaterThanOrEqual(table.bm25.p7);
      expect(table.bm25.ndcg7).toBeGreaterThan(table.random.ndcg7);
    });

    it(`advances the applications that meet what is obligatory (${part})`, () => {
      const table = decisionsOn(set);
      console.log(part, table);
      expect(table.ours.f1).toBeGreaterThan(0.85);
      expect(table.ours.auc).toBeGreaterThan(0.9);
      expect(table.ours.auc).toBeGreaterThan(table.bm25.auc + 0.05);
      expect(table.ours.f1).toBeGreaterThan(table.bm25.f1 + 0.1);
    });
  }
});

interface Scored { score: number; advance: boolean; truth: boolean }

function decisionsOn(set: readonly GoldPosting[]) {
  const byId = new Map(set.map((p) => [p.id, p]));
  const cases = applications().filter((a) => byId.has(a.posting));
  const judged = (decide: (posting: GoldPosting, candidate: string) => { score: number; advance: boolean }): Scored[] =>
    cases.map((a) => ({ ...decide(byId.get(a.posting)!, a.candidate), truth: a.advance }));
  const oursScored = judged((posting, candidate) => {
    const { advance, evaluation } = engine.decide(engine.readJob(posting), profiles.get(candidate)!);
    return { advance, score: evaluation.score };
  });
  const bm25Scored = judged((posting, candidate) => ({ advance: true, score: bm25.score(`${posting.title} ${posting.text}`, people.findIndex((p) => p.id === candidate)) }));
  return { applications: cases.length, ours: summary(oursScored), bm25: summary(atBestThreshold(bm25Scored)), random: { auc: 0.5 } };
}

/** The threshold that suits plain BM25 best, chosen with the truth in hand: more than it could know. */
function atBestThreshold(scored: readonly Scored[]): Scored[] {
  const at = (threshold: number): Scored[] => scored.map((s) => ({ ...s, advance: s.score >= threshold }));
  return scored.map((s) => at(s.score)).reduce((best, one) => (summary(one).f1 > summary(best).f1 ? one : best));
}

function summary(scored: readonly Scored[]): { precision: number; recall: number; f1: number; auc: number } {
  const count = (test: (s: Scored) => boolean): number => scored.filter(test).length;
  const rates = f1({ hits: count((s) => s.advance && s.truth), wrong: count((s) => s.advance && !s.truth), missed: count((s) => !s.advance && s.truth) });
  const scoresOf = (isPositive: boolean): number[] => scored.filter((s) => s.truth === isPositive).map((s) => s.score);
  return { ...rates, auc: auc(scoresOf(true), scoresOf(false)) };
}
