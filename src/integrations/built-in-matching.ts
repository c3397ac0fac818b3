import { lexicon, MatchingEngine, PROTECTED_KINDS, redact, ResumeDocumentReader, type Evaluation, type Job } from '../matching/index.js';
import type { Matching, RequirementCheck } from '../sdk/matching.js';

let built: MatchingEngine | undefined;
/** Its lexicon takes time and memory to build, which a process that matches nothing is spared. */
const engine = (): MatchingEngine => built ??= new MatchingEngine();
const documents = new ResumeDocumentReader();

/** Requirements read before, by their words: many résumés in a row are held against the same ones. */
const jobs = new Map<string, Job>();
const JOBS_KEPT = 32;

function jobOf(asked: Parameters<Matching['check']>[0], { title, location }: Parameters<Matching['check']>[1]): Job {
  const key = JSON.stringify([title, location, asked.map(({ text, category, mandatory }) => [text, category, mandatory])]);
  const job = jobs.get(key) ?? engine().askedJob({ id: 'asked', title, ...(location !== undefined && { location }) }, asked);
  jobs.delete(key);
  jobs.set(key, job);
  if (jobs.size > JOBS_KEPT) jobs.delete(jobs.keys().next().value!);
  return job;
}

/** The matching library as plugins see it: the same input gives the same answer, whatever was asked before. */
export const BUILT_IN_MATCHING: Matching = {
  get engineVersion() { return engine().version; },
  neverRead: Object.values(PROTECTED_KINDS),
  readDocument: (bytes, signal) => documents.read(bytes, signal),
  requirementsOf: (advertisement) => engine().requirements(advertisement),
  redacted: (resume) => redact(resume, lexicon()).text,
  check: (asked, job, resume, asOf) => {
    const evaluation = engine().evaluate(jobOf(asked, job), engine().readProfile({ id: 'resume', text: resume }, asOf));
    return { checks: checksOf(evaluation), flags: evaluation.flags, engineVersion: evaluation.engineVersion };
  },
};

/** The lines about requirements, in the order asked; the evaluator frames them by occupation and wording. */
function checksOf(evaluation: Evaluation): RequirementCheck[] {
  return evaluation.reasons.flatMap((reason) => (reason.requirement === undefined ? [] : [{
    status: reason.status, finding: reason.text.slice(reason.text.indexOf(`"${reason.requirement.text}": `) + reason.requirement.text.length + 4), evidence: reason.evidence,
  }]));
}
