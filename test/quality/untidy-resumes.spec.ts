import { describe, expect, it } from '@jest/globals';
import { collectStatistics, MatchingEngine } from '../../src/matching/index.js';
import { auc, f1, mean } from './metrics.js';
import { PlainBm25 } from './plain-bm25.js';
import { advertisements, judgedResumes } from './quality-data.js';

const AS_OF = '2025-06-01';
const resumes = judgedResumes();
const ads = advertisements();
const reader = new MatchingEngine();
const profiles = resumes.map((r) => reader.readProfile(r, AS_OF));
const engine = new MatchingEngine(collectStatistics(profiles, 'untidy'));
const jobs = ads.map((ad) => engine.readJob(ad));
const pairs = resumes.flatMap((resume, r) => jobs.map((job, j) => {
  const { advance, evaluation } = engine.decide(job, profiles[r]!);
  const judged = { fits: resume.fits.includes(job.id), isShort: resume.short.includes(job.id) };
  return { resume, job, j, r, advance, evaluation, isMatch: engine.isMatch(evaluation), ...judged };
}));

describe('untidy résumés of many trades against hand-made advertisements', () => {
  it('tells who fits from who does not, beside plain BM25', () => {
    const bm25 = new PlainBm25(resumes.map((r) => r.text));
    const oursAuc = auc(pairs.filter((p) => p.fits).map((p) => p.evaluation.score), pairs.filter((p) => !p.fits).map((p) => p.evaluation.score));
    const plain = pairs.map((p) => ({ fits: p.fits, score: bm25.score(`${ads[p.j]!.title} ${ads[p.j]!.text}`, p.r) }));
    const bm25Auc = auc(plain.filter((p) => p.fits).map((p) => p.score), plain.filter((p) => !p.fits).map((p) => p.score));
    const count = (advance: boolean, fits: boolean): number => pairs.filter((p) => p.advance === advance && p.fits === fits).length;
    const rates = f1({ hits: count(true, true), wrong: count(true, false), missed: count(false, true) });
    console.log({ pairs: pairs.length, oursAuc, bm25Auc, ...rates }, pairs.filter((p) => p.advance !== p.fits)
      .map((p) => `${p.resume.id} / ${p.job.id}: ${p.evaluation.score} advance=${p.advance} ${p.evaluation.limits.map((l) => l.text).join(' | ')}`));
    expect(oursAuc).toBeGreaterThan(0.98);
    expect(rates.f1).toBeGreaterThan(0.8);
    expect(rates.precision).toBeGreaterThan(0.85);
  });

  it('CI-15 ranks the right people first and leaves everybody else out', () => {
    const wrong = pairs.filter((p) => p.isMatch && !p.fits && !p.isShort);
    console.log(wrong.map((p) => `${p.resume.id} / ${p.job.id} ${p.evaluation.score}`));
    expect(wrong.length / pairs.filter((p) => p.isMatch).length).toBeLessThan(0.1);
    const firsts = jobs.flatMap((job) => {
      const ranked = pairs.filter((p) => p.job === job).sort((a, b) => b.evaluation.score - a.evaluation.score);
      return ranked.some((p) => p.fits) ? [ranked[0]!.fits ? 1 : 0] : [];
    });
    expect(mean(firsts)).toBeGreaterThan(0.9);
  });

  it('CI-15 is not taken in by a keyword list or by instructions in a résumé', () => {
    const stuffed = pairs.filter((p) => p.resume.id === 'stuffed.txt');
    expect(stuffed.every((p) => !p.isMatch)).toBe(true);
    expect(stuffed[0]!.evaluation.flags).toEqual(expect.arrayContaining(['keyword-stuffing', 'addresses-the-reader']));
  });

  it('LG-3 gives reasons whose quotes stand literally in the résumé and whose points add up to the score', () => {
    for (const { evaluation, resume } of pairs) {
      const sum = evaluation.reasons.reduce((total, r) => total + Math.round(r.weight * 10), 0);
      expect(sum).toBe(Math.round(evaluation.score * 10));
      for (const evidence of evaluation.reasons.flatMap((r) => r.evidence)) expect(resume.text.slice(evidence.start, evidence.end)).toBe(evidence.quote);
      if (engine.isMatch(evaluation)) expect(evaluation.reasons.some((r) => r.matched && r.evidence.length > 0)).toBe(true);
    }
  });
});
