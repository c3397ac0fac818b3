import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mainReasons } from '../evaluate/decisions.js';
import { collectStatistics, indexProfiles, MatchingEngine } from './matching-engine.js';

const AS_OF = '2025-06-01';
const COOK_AD = { id: 'cook', title: 'Line Cook', text: 'What we need\n- 2 years as a line cook\n- Food safety\n- Grilling\n- Food handler card\nNice to have\n- Baking' };
const cookText = (years: number, more = '') => `Line cook\n\nExperience\nLine Cook, Old Mill Inn, ${2025 - years}-06 to 2025-06\n- Grilling and food safety\n${more}\nCertificates\nFood handler card\n`;

function engineOver(texts: Record<string, string>) {
  const reader = new MatchingEngine();
  const profiles = new Map(Object.entries(texts).map(([id, text]) => [id, reader.readProfile({ id, text }, AS_OF)]));
  const statistics = collectStatistics(profiles.values(), 'test');
  const engine = new MatchingEngine(statistics);
  const index = indexProfiles(profiles.values(), statistics);
  return { engine, index, profiles, rank: (ad = COOK_AD, options = {}) => engine.rank(engine.readJob(ad), index, (id) => profiles.get(id), options) };
}

const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${String(i).padStart(2, '0')}`, cookText(3)]));

describe('MatchingEngine', () => {
  it('CI-13 returns the best 7 of many matches, or as many as asked for', () => {
    const { rank } = engineOver({ ...many(12), best: cookText(6, '- Baking and bread making') });
    const { best } = rank();
    expect(best).toHaveLength(7);
    expect(best[0]!.candidate).toBe('best');
    expect(rank(COOK_AD, { limit: 3 }).best).toHaveLength(3);
  });

  it('CI-15 never pads: nobody when nobody fits', () => {
    const { rank } = engineOver({
      clerk: 'Accounts clerk\nExperience\nAccounts Payable Clerk, Acme, 2015 - 2025\n- Invoices and ledgers',
      lister: 'Skills: grilling, food safety, line cook, baking, food handler card, sauces, menus',
    });
    expect(rank().best).toEqual([]);
    const some = engineOver({ ...many(2), clerk: 'Accounts Payable Clerk, Acme, 2015 - 2025' });
    expect(some.rank().best.map((e) => e.candidate)).toEqual(['c00', 'c01']);
  });

  it('CI-18 breaks ties by latest activity, then by id, the same every time', () => {
    const { rank } = engineOver(many(9));
    const latest = new Map([['c08', 5], ['c04', 9]]);
    const ids = () => rank(COOK_AD, { recencyOf: (id: string) => latest.get(id) ?? 0 }).best.map((e) => e.candidate);
    expect(ids()).toEqual(['c04', 'c08', 'c00', 'c01', 'c02', 'c03', 'c05']);
    expect(ids()).toEqual(ids());
  });

  it('CI-19 does not match a posting with too little text, and says so', () => {
    const { rank, engine, profiles } = engineOver(many(3));
    const thin = { id: 'thin', title: 'Cook', text: 'Come and cook with us!' };
    expect(rank(thin)).toEqual({ best: [], skipped: 'too-little-text' });
    expect(engine.decide(engine.readJob(thin), profiles.get('c00')!).advance).toBe(false);
    expect(engine.refer(profiles.get('c00')!, [engine.readJob(thin)])).toEqual([]);
  });

  it('LG-3 accounts for every point, quotes literally, and decides nothing without evidence', () => {
    const { engine, profiles } = engineOver({ ...many(1), short: cookText(1), other: 'Cashier at Shop, 2020 - 2024' });
    for (const profile of profiles.values()) {
      const { advance, evaluation } = engine.decide(engine.readJob(COOK_AD), profile);
      expect(evaluation.reasons.reduce((sum, r) => sum + Math.round(r.weight * 10), 0)).toBe(Math.round(evaluation.score * 10));
      for (const { quote, start, end } of evaluation.reasons.flatMap((r) => r.evidence)) expect(profile.text.slice(start, end)).toBe(quote);
      if (advance) expect(evaluation.reasons.some((r) => r.matched && r.evidence.length > 0)).toBe(true);
      for (const asked of evaluation.reasons.flatMap((r) => r.requirement ?? [])) expect(COOK_AD.text.slice(asked.start, asked.end)).toBe(asked.text);
    }
    const short = engine.evaluate(engine.readJob(COOK_AD), profiles.get('short')!);
    expect(mainReasons(short).map((r) => r.text).join('\n')).toContain('1 year of 2 years found');
  });

  it.each<[string, string, boolean]>([
    ['all that is obligatory', cookText(3), true], ['too short a time', cookText(1), false],
    ['an expired card', cookText(3).replace('Food handler card', 'Food handler card (expired 2020)'), false],
    ['a card still to come', cookText(3).replace('Food handler card', 'Food handler card planned'), false],
    ['a denied skill', cookText(3).replace('Grilling and food safety', 'Prepared salads. No experience with grilling or food safety'), false],
    ['two half jobs at a time', `Experience\nLine Cook, A, 2024-06 to 2025-06\n- Grilling, food safety\nLine Cook, B, 2024-06 to 2025-06\n- Grilling\nFood handler card`, false],
    ['the neighbouring trade only', cookText(3).replaceAll('Line cook', 'Baker').replaceAll('Line Cook', 'Baker'), false],
  ])('advances for %s: %#', (_what, text, expected) => {
    const { engine, profiles } = engineOver({ c: text });
    expect(engine.decide(engine.readJob(COOK_AD), profiles.get('c')!).advance).toBe(expected);
  });

  it('refers to other open postings that fit, best first, and keeps silent otherwise', () => {
    const { engine, profiles } = engineOver(many(1));
    const jobs = ['Sous Chef', 'Line Cook', 'Tax Accountant', 'Cook'].map((title, i) => engine.readJob({ ...COOK_AD, id: `p${i}`, title }));
    const ids = engine.refer(profiles.get('c00')!, jobs).map((e) => e.posting);
    expect(ids).toEqual(expect.arrayContaining(['p1', 'p3']));
    expect(ids).not.toContain('p2');
    expect(engine.refer(profiles.get('c00')!, [engine.readJob({ id: 'tax', title: 'Tax Accountant', text: 'Requirements\n- CPA\n- 5 years of tax experience\n- US GAAP' })])).toEqual([]);
  });

  it('scores every kind of text from 0 to 100, deterministically', () => {
    const { engine } = engineOver(many(1));
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 400 }), (resume, ad) => {
      const job = engine.readJob({ id: 'a', title: ad.slice(0, 30), text: ad });
      const first = engine.evaluate(job, engine.readProfile({ id: 'r', text: resume }, AS_OF));
      expect(first.score).toBeGreaterThanOrEqual(0);
      expect(first.score).toBeLessThanOrEqual(100);
      expect(JSON.stringify(engine.evaluate(job, engine.readProfile({ id: 'r', text: resume }, AS_OF)))).toBe(JSON.stringify(first));
    }), { numRuns: 200 });
  });

  it('names rules, lexicon and statistics in its version', () => {
    expect(engineOver(many(1)).engine.version).toMatch(/^rules \d.*lexicon \d.*statistics test$/);
  });
});
