import { lexicon, MatchingEngine, PROTECTED_KINDS, redact, ResumeDocumentReader, type Evaluation } from '../matching/index.js';
import type { Matching, RequirementCheck } from '../sdk/matching.js';

let built: MatchingEngine | undefined;
/** Its lexicon takes time and memory to build, which a process that matches nothing is spared. */
const engine = (): MatchingEngine => built ??= new MatchingEngine();
const documents = new ResumeDocumentReader();

/** The matching library as plugins see it; keeps no state between calls. */
export const BUILT_IN_MATCHING: Matching = {
  get engineVersion() { return engine().version; },
  neverRead: Object.values(PROTECTED_KINDS),
  readDocument: (bytes, signal) => documents.read(bytes, signal),
  requirementsOf: (advertisement) => engine().requirements(advertisement),
  redacted: (resume) => redact(resume, lexicon()).text,
  check: (asked, job, resume, asOf) => {
    const evaluation = engine().evaluate(engine().askedJob({ id: 'asked', ...job }, asked), engine().readProfile({ id: 'resume', text: resume }, asOf));
    return { checks: checksOf(evaluation), flags: evaluation.flags, engineVersion: evaluation.engineVersion };
  },
};

/** The lines about requirements, in the order asked; the evaluator frames them by occupation and wording. */
function checksOf(evaluation: Evaluation): RequirementCheck[] {
  return evaluation.reasons.flatMap((reason) => (reason.requirement === undefined ? [] : [{
    status: reason.status, finding: reason.text.slice(reason.text.indexOf(`"${reason.requirement.text}": `) + reason.requirement.text.length + 4), evidence: reason.evidence,
  }]));
}
