import { applyToPosting } from '../actions/apply.js';
import { setArchived } from '../actions/archive.js';
import { createOpportunity } from '../actions/create-opportunity.js';
import { addTags, anonymizeOpportunity, moveStage } from '../actions/opportunity-changes.js';
import type { LeverAccount } from '../account.js';
import { makeOffer } from '../control/offers.js';
import { referToPosting } from '../control/referrals.js';
import type { Posting } from '../model/hiring.js';
import type { Opportunity, Origin } from '../model/opportunity.js';
import type { User } from '../model/people.js';
import { addNote } from '../resources/notes.js';
import { dayMs, type ResumeBinary, type SampleCandidate } from './sample-data.js';
import { parsedResume, resumeFile } from './seed-resume.js';

export interface CandidateSeed {
  readonly account: LeverAccount;
  readonly postingsByRole: ReadonlyMap<string, readonly Posting[]>;
  readonly resumes: ReadonlyMap<string, ResumeBinary>;
}

interface Story {
  readonly seed: CandidateSeed;
  readonly candidate: SampleCandidate;
  readonly index: number;
  readonly posting: Posting | undefined;
  readonly recruiter: User;
  readonly startedAt: number;
}

/** Gives each person a past: applied, sourced, referred, sent by an agency, moved on, turned down, hired. */
export function seedCandidates(seed: CandidateSeed, candidates: readonly SampleCandidate[]): void {
  const recruiters = [...seed.account.users.values()].filter((user) => user.accessRole === 'team member'
    && user.deactivatedAt === null);
  candidates.forEach((candidate, index) => {
    const recruiter = recruiters[index % recruiters.length];
    if (recruiter === undefined) return;
    const startedAt = seed.account.now() - (2 + (index * 11) % 320) * dayMs - index * 37_013;
    const posting = index % 9 === 8 ? undefined : openPosting(seed, candidate.role, index);
    tell({ seed, candidate, index, posting, recruiter, startedAt });
  });
  seedOddities(seed.account);
}

function openPosting(seed: CandidateSeed, role: string, index: number): Posting | undefined {
  const open = (seed.postingsByRole.get(role) ?? []).filter(({ state }) => state === 'published' || state === 'internal');
  return open.length === 0 ? undefined : open[index % open.length];
}

type Chapter = (story: Story, posting: Posting) => Opportunity;

const chapters: readonly Chapter[] = [
  (story, posting) => applied(story, posting),
  (story, posting) => moved(story, applied(story, posting), ['Phone screen']),
  (story, posting) => moved(story, added(story, posting, 'sourced'), ['Reached out']),
  (story, posting) => archived(story, applied(story, posting), 'Underqualified'),
  (story, posting) => interviewed(story, moved(story, added(story, posting, 'agency'), ['New applicant', 'Phone screen',
    'On-site interview'])),
  (story, posting) => referred(story, posting),
  (story, posting) => applied(story, posting),
  (story, posting) => hired(story, moved(story, applied(story, posting), ['Phone screen', 'On-site interview', 'Offer'])),
];

function tell(story: Story): void {
  const { posting, index } = story;
  if (posting === undefined) {
    const lead = added(story, undefined, index % 5 === 0 ? 'university' : 'sourced');
    if (index % 3 === 0) archived(story, lead, 'Timing');
    return;
  }
  chapters[index % chapters.length]?.(story, posting);
}

function at<Result>(story: Story, daysLater: number, action: () => Result): Result {
  const latest = story.seed.account.options.clock.now() - 60_000;
  return story.seed.account.asOf(Math.min(story.startedAt + daysLater * dayMs, latest), action);
}

function resumeOf({ seed, candidate }: Story) {
  return { file: resumeFile(seed.account, candidate, seed.resumes.get(candidate.id)), parsedData: parsedResume(candidate) };
}

function phoneOf(candidate: SampleCandidate): string | undefined {
  return /\+\d[\d ]{6,}\d/.exec(candidate.resumeText)?.[0];
}

function linksOf(candidate: SampleCandidate, index: number): string[] {
  return index % 2 === 0 ? [`https://profiles.example.com/in/${candidate.email.split('@', 1)[0] ?? ''}`] : [];
}

function companies(candidate: SampleCandidate): string {
  return candidate.workHistory.map(({ organisation }) => organisation).join(', ');
}

function applied(story: Story, posting: Posting): Opportunity {
  const { candidate, seed } = story;
  return at(story, 0, () => applyToPosting(seed.account, posting, {
    name: candidate.name, email: candidate.email, phone: phoneOf(candidate), company: companies(candidate),
      location: candidate.location,
    links: [], customQuestions: [], resume: resumeOf(story), source: story.index % 4 === 0 ? 'LinkedIn' : undefined,
  }));
}

function added(story: Story, posting: Posting | undefined, origin: Origin): Opportunity {
  const { candidate, seed, recruiter } = story;
  const phone = phoneOf(candidate);
  const { opportunity } = at(story, 0, () => createOpportunity(seed.account, {
    performAs: recruiter, applicationType: 'user', stage: 'lead-new', origin, owner: recruiter.id, followers: [], posting,
    person: {
      name: candidate.name, headline: companies(candidate), location: candidate.location, emails: [candidate.email],
      phones: phone === undefined ? [] : [{ type: 'mobile', value: phone }], links: linksOf(candidate, story.index),
    },
    tags: candidate.tags, sources: [origin === 'agency' ? 'Harbour Recruiting' : 'Added manually'],
      resumes: [resumeOf(story)], files: [],
  }));
  return opportunity;
}

function referred(story: Story, posting: Posting): Opportunity {
  const { candidate, seed, recruiter } = story;
  return at(story, 0, () => {
    const opportunity = referToPosting(seed.account, posting, recruiter, {
      name: candidate.name, email: candidate.email, headline: companies(candidate), relationship: 'Former colleague',
    });
    const { file, parsedData } = resumeOf(story);
    opportunity.resumes.push({ id: seed.account.uuid(), createdAt: file.uploadedAt, file, parsedData });
    return opportunity;
  });
}

function moved(story: Story, opportunity: Opportunity, stageTexts: readonly string[]): Opportunity {
  const { account } = story.seed;
  stageTexts.forEach((text, step) => {
    const stage = account.stages.find((candidate) => candidate.text === text);
    if (stage !== undefined) at(story, (step + 1) * 0.6, () => moveStage(account, opportunity, stage.id, story.recruiter));
  });
  at(story, 0.5, () => addNote(account, opportunity, {
    value: `Spoke with ${story.candidate.name}; wants to hear more.`, by: story.recruiter, madeByApi: false,
  }));
  return opportunity;
}

function archived(story: Story, opportunity: Opportunity, reasonText: string): Opportunity {
  const { account } = story.seed;
  const reason = account.archiveReasons.find(({ text }) => text === reasonText);
  if (reason !== undefined) at(story, 1.5, () => setArchived(account, opportunity, { reason: reason.id,
    cleanInterviews: false }));
  return opportunity;
}

/** An interview planned in the web app, with its feedback form filled in. */
function interviewed(story: Story, opportunity: Opportunity): Opportunity {
  const { account } = story.seed;
  const template = [...account.feedbackTemplates.values()][0];
  if (template === undefined) return opportunity;
  return at(story, 1.9, () => {
    const createdAt = account.now();
    const [panelId, interviewId, user] = [account.uuid(), account.uuid(), story.recruiter.id];
    opportunity.panels.push({
      id: panelId, applications: opportunity.application === null ? [] : [opportunity.application.id], canceledAt: null,
        createdAt,
      timezone: 'Europe/Lisbon', feedbackReminder: 'daily', externallyManaged: false, externalUrl: null, note: null,
      stage: opportunity.stage, user,
      interviews: [{
        id: interviewId, subject: `On-site interview - ${story.candidate.name}`, note: '', interviewers: [{ id: user,
          feedbackTemplate: template.id }],
        date: createdAt + dayMs, duration: 45, location: null, feedbackTemplate: template.id, feedbackReminder: 'daily', user,
        stage: opportunity.stage, createdAt,
      }],
    });
    opportunity.feedback.push({
      id: account.uuid(), type: 'interview', text: template.text, instructions: template.instructions,
        baseTemplateId: template.id,
      fields: template.fields.map((field) => ({ ...field, value: field.type === 'score-system' ? '3 - Hire' : null })),
      interview: interviewId, panel: panelId, user, createdAt, completedAt: createdAt, updatedAt: null, deletedAt: null,
    });
    return opportunity;
  });
}

function hired(story: Story, opportunity: Opportunity): Opportunity {
  at(story, 1.3, () => makeOffer(story.seed.account, opportunity, story.recruiter, 'signed'));
  return archived(story, opportunity, 'Hired');
}

/** What old and unusual accounts hold: rows without updatedAt and actors, an anonymised and a deactivated-owner row. */
function seedOddities(account: LeverAccount): void {
  const ageLimit = account.now() - 250 * dayMs;
  const rows = account.opportunities.all();
  for (const opportunity of rows.filter(({ updatedAt }) => updatedAt !== null && updatedAt < ageLimit)) {
    opportunity.updatedAt = null;
    opportunity.stageChanges = opportunity.stageChanges.map(({ userId: _userId, ...change }) => change);
  }
  const inactive = [...account.users.values()].find((user) => user.deactivatedAt !== null);
  const [first, second] = rows.filter(({ archived: state }) => state !== null);
  if (first !== undefined) anonymizeOpportunity(account, first);
  if (second !== undefined && inactive !== undefined) second.owner = inactive.id;
  const lead = rows.find(({ application }) => application === null);
  if (lead !== undefined) account.asOf(account.now() - dayMs, () => addTags(account, lead, ['silver-medalist']));
}
