/**
 * Matching of people and jobs: text out of files, redaction, reading, indexed search, explained scores, decisions.
 * A library: pure functions and plain data, no HTTP, no database, no vendor.
 */
export {
  MatchingEngine, collectStatistics, indexProfiles, SHORTLIST,
  type ApplicationDecision, type NotSearched, type RankOptions, type Ranking,
} from './engine/matching-engine.js';
export {
  bestCandidates, bestPostings, DEFAULT_RANK_LIMIT, DEFAULT_REFER_LIMIT, DEFAULT_THRESHOLD, isMatch, mainReasons, mayAdvance,
} from './evaluate/decisions.js';
export type { Evaluation, Evidence, Limit, Reason, ReasonKind, Status } from './evaluate/evaluation.js';
export { RULES_VERSION } from './evaluate/evaluator.js';
export { NO_STATISTICS, type TermStatistics } from './evaluate/statistics.js';
export { CandidateIndex, type SearchFilter, type VisitBest } from './index/candidate-index.js';
export { queryOf, type IndexDocument, type IndexQuery } from './index/index-document.js';
export { deserialiseIndex, serialiseIndex } from './index/index-file.js';
export { IndexStatistics, type StatisticsSnapshot } from './index/index-statistics.js';
export type { Hit } from './index/top-list.js';
export { requirementsOf, type Job, type PostingInput } from './posting/job.js';
export type { Category, Condition, Requirement, UnderstoodRequirement } from './posting/requirement.js';
export { redact, REMOVED, type RedactedText, type Removed } from './redaction/redact.js';
export { PROTECTED_KINDS, type ProtectedKind } from './redaction/protected-patterns.js';
export type { Position, Profile, ProfileFlag, SkillEvidence } from './resume/profile.js';
export type { CandidateInput } from './resume/read-profile.js';
export { lexicon, type Lexicon } from './taxonomy/lexicon.js';
export { ModelAssistance, type AssistanceLimits, type Similarities } from './adapter/model-assistance.js';
export type { AssistedRequirements, EmbeddingsAndExtraction, ProposedRequirement } from './adapter/embeddings-and-extraction.js';
export { ModelError, OpenAiCompatibleClient, type OpenAiCompatibleOptions } from './adapter/openai-compatible.client.js';
export { ResumeDocumentReader } from './document/resume-document.reader.js';
export {
  DEFAULT_DOCUMENT_LIMITS, type DocumentFailure, type DocumentFailureReason, type DocumentFormat, type DocumentLimits,
  type DocumentResult, type DocumentText,
} from './document/resume-document.js';
