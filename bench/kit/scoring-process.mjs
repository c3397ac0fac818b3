/** The built-in engine as the plugin calls it, in a process of its own: `score` holds every résumé against every requirement. */
import 'reflect-metadata';
import { builtInEngine } from '../../dist/plugins/popp/built-in.engine.js';
import { compareRanked, mandatoryOf, overallOf, pointsOf, DEFAULT_WEIGHTS } from '../../dist/plugins/popp/scoring.js';
import { BUILT_IN_MATCHING } from '../../dist/src/integrations/built-in-matching.js';
import { applicants, ASKED, f1Of } from '../load/applicants.mjs';
import { input, monotonicMs, say } from './processes.mjs';

const people = applicants(input().count);
const requirements = ASKED.map(({ id, text, category, mandatory, origin }) => ({ id, text, category, mandatory, origin }));
const analysis = { postingTitle: 'Analyst', requirements };
const ctx = { matching: BUILT_IN_MATCHING, clock: { now: () => Date.UTC(2025, 5, 1) } };

async function score() {
  const from = monotonicMs();
  const results = [];
  for (const [n, { text }] of people.entries()) {
    const { analysed: { outcomes } } = await builtInEngine.analyse(ctx, analysis, null, { resume: { text, resume: { id: `${n}`, file: 'cv.txt', hash: '' } }, because: 'resume' });
    const mandatory = mandatoryOf(outcomes);
    results.push({ id: `${n}`, appliedAt: n, mandatoryMet: mandatory.met, score: overallOf(pointsOf(outcomes), DEFAULT_WEIGHTS), outcomes });
  }
  results.sort(compareRanked);
  const ms = monotonicMs() - from;
  const met = results.toSorted((a, b) => a.appliedAt - b.appliedAt).map(({ outcomes }) => outcomes.map(({ status }) => status === 'met'));
  return { ms, judgements: met.flat().length, f1: f1Of(people, met) };
}

process.on('message', () => { void score().then(say); });
say('ready');
