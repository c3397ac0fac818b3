import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CandidateIndex } from './candidate-index.js';
import type { IndexDocument } from './index-document.js';
import { deserialiseIndex, serialiseIndex } from './index-file.js';
import { IndexStatistics } from './index-statistics.js';
import { BLOCK_SIZE } from './posting-block.js';
import { queryWeights } from './term-weights.js';

const TERMS = ['s:a', 's:b', 's:c', 'w:d', 'w:e', 'w:f', 'o:g', 't:h'];
const counts = fc.dictionary(fc.constantFrom(...TERMS), fc.integer({ min: 1, max: 4 }), { maxKeys: 5 }).map((d) => new Map(Object.entries(d)));
const documents = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }), lastActive: fc.integer({ min: 0, max: 3 }),
    groups: fc.subarray(['consent', 'hired']), fields: fc.record({ titles: counts, skills: counts, body: counts }),
  }), { selector: (d) => d.id, maxLength: 60 },
);
const queries = fc.dictionary(fc.constantFrom(...TERMS), fc.double({ min: 0.1, max: 3, noNaN: true }), { minKeys: 1 }).map((q) => new Map(Object.entries(q)));

function indexOf(docs: readonly IndexDocument[], statistics = IndexStatistics.collect(docs, 'test')): CandidateIndex {
  const index = new CandidateIndex(statistics);
  for (const doc of docs) index.upsert(doc);
  return index;
}

describe('CandidateIndex', () => {
  it('CI-13 CI-18 finds exactly the best, ties by latest activity and then by id, pruned or not', () => {
    fc.assert(fc.property(documents, queries, fc.integer({ min: 0, max: 9 }), (docs, query, limit) => {
      const index = indexOf(docs);
      const filter = { require: ['consent'], refuse: ['hired'], without: new Set(docs.slice(0, 2).map((d) => d.id)) };
      expect(index.search(query, limit)).toEqual(index.searchExhaustively(query, limit));
      const filtered = index.search(query, limit, filter);
      expect(filtered).toEqual(index.searchExhaustively(query, limit, filter));
      for (const hit of filtered) expect(docs.find((d) => d.id === hit.id)!.groups).toEqual(['consent']);
    }), { numRuns: 300 });
  });

  it('CI-18 gives the same list whatever the order of arrival', () => {
    fc.assert(fc.property(documents, queries, fc.integer({ min: 1, max: 9 }), (docs, query, limit) => {
      const statistics = IndexStatistics.collect(docs, 'pinned');
      expect(indexOf([...docs].reverse(), statistics).search(query, limit)).toEqual(indexOf(docs, statistics).search(query, limit));
    }), { numRuns: 100 });
  });

  it('CI-13 keeps exactly those who score enough for one of many queries, each with the best of them', () => {
    const severalQueries = fc.array(queries, { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(documents, severalQueries, fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 0.1, 0.25, 0.6), (docs, many, most, threshold) => {
      const index = indexOf(docs);
      const known = new Set(docs.flatMap((doc) => Object.values(doc.fields).flatMap((field) => [...field.keys()])));
      const expected = new Map<string, { query: number; score: number }[]>();
      many.forEach((query, n) => {
        const best = [...queryWeights(query, index.statistics)].reduce((sum, [term, weight]) => sum + (known.has(term) ? weight * 255 : 0), 0);
        for (const { id, score } of index.searchExhaustively(query, docs.length)) {
          if (score >= threshold * best) expected.set(id, [...expected.get(id) ?? [], { query: n, score }]);
        }
      });
      const found = new Map<string, unknown>();
      index.matchAll(many, most, (id, best) => { found.set(id, [...best]); }, threshold);
      const ranked = [...expected].map(([id, best]) => [id, best.toSorted((a, b) => b.score - a.score || a.query - b.query).slice(0, most)] as const);
      expect(found).toEqual(new Map(ranked));
    }), { numRuns: 200 });
  });

  it('finds exactly the best of many, whoever may not be found among them', () => {
    const random = fc.sample(fc.record({ a: fc.nat(4), b: fc.nat(3), c: fc.nat(6), hired: fc.boolean() }), { numRuns: 3_000, seed: 7 });
    const docs = random.map(({ a, b, c, hired }, n): IndexDocument => ({
      id: `p${n}`, groups: hired ? ['hired'] : [], fields: { titles: new Map([[`o:${a}`, 1]]), skills: new Map([[`s:${b}`, 1 + b]]), body: new Map([[`w:${c}`, 1 + c], ['w:all', 1]]) },
    }));
    const index = indexOf(docs);
    for (const query of fc.sample(fc.dictionary(fc.constantFrom('o:0', 'o:1', 's:0', 's:1', 'w:2', 'w:5', 'w:all'), fc.double({ min: 0.1, max: 3, noNaN: true }), { minKeys: 1 }), { numRuns: 60, seed: 8 })) {
      const terms = new Map(Object.entries(query));
      for (const limit of [1, 7, 200]) expect(index.search(terms, limit, { refuse: ['hired'] })).toEqual(index.searchExhaustively(terms, limit, { refuse: ['hired'] }));
    }
  });

  it('forgets who was deleted and what was replaced, also after compaction and storage', () => {
    fc.assert(fc.property(documents, documents, queries, (before, after, query) => {
      const statistics = IndexStatistics.collect([...before, ...after], 'pinned');
      const index = indexOf(before, statistics);
      for (const doc of before) index.delete(doc.id);
      for (const doc of after) index.upsert(doc);
      const expected = indexOf(after, statistics).search(query, 5);
      expect(index.search(query, 5)).toEqual(expected);
      const loaded = deserialiseIndex(serialiseIndex(index));
      expect(loaded.size).toBe(after.length);
      expect(loaded.search(query, 5, { require: ['consent'] })).toEqual(index.search(query, 5, { require: ['consent'] }));
      index.compact();
      expect(index.search(query, 5)).toEqual(expected);
    }), { numRuns: 60 });
  });

  it('keeps its order across blocks and after loading exactly full blocks', () => {
    const doc = (i: number): IndexDocument => ({
      id: `p${String(i).padStart(6, '0')}`, fields: { titles: new Map([['o:x', 1 + (i % 3)]]), skills: new Map([[`s:${i % 50}`, 1]]), body: new Map([['w:y', 1 + (i % 7)]]) },
    });
    const docs = Array.from({ length: BLOCK_SIZE }, (_, i) => doc(i));
    const statistics = IndexStatistics.collect(docs, 'pinned');
    const index = deserialiseIndex(serialiseIndex(indexOf(docs, statistics)));
    for (let i = BLOCK_SIZE; i < BLOCK_SIZE + 500; i++) index.upsert(doc(i));
    index.delete('p000050');
    index.compact();
    const query = new Map([['o:x', 3], ['s:7', 1.5], ['w:y', 0.4]]);
    const hits = index.search(query, 20);
    expect(hits).toEqual(index.searchExhaustively(query, 20));
    expect(hits).toHaveLength(20);
    const best = new Map<string, number>();
    index.matchAll([query, new Map([['s:8', 1]])], 1, (id, [first]) => best.set(id, first!.score));
    expect(best.get(hits[0]!.id)).toBe(hits[0]!.score);
    expect(best.has('p000050')).toBe(false);
  });

  it('refuses bytes that are no stored index', () => {
    expect(() => deserialiseIndex(Buffer.from('something else'))).toThrow(RangeError);
    const bytes = serialiseIndex(indexOf([]));
    expect(() => deserialiseIndex(bytes.subarray(0, bytes.length - 8))).toThrow(RangeError);
  });
});
