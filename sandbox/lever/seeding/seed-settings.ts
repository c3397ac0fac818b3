import type { LeverAccount } from '../account.js';
import type { FormField, FormGroup } from '../model/form.js';
import type { ArchiveReason, Stage } from '../model/hiring.js';
import type { User } from '../model/people.js';
import { ratingOptions } from '../resources/template-fields.js';
import { dayMs } from './sample-data.js';

interface SeedUser {
  readonly name: string;
  readonly accessRole: string;
  readonly jobTitle?: string;
  readonly isInactive?: boolean;
}

const people: readonly SeedUser[] = [
  { name: 'Rita Solano', accessRole: 'super admin', jobTitle: 'Head of Talent' },
  { name: 'Omar Lindqvist', accessRole: 'super admin', jobTitle: 'Talent Operations' },
  { name: 'Freya Adeyemi', accessRole: 'admin', jobTitle: 'Recruiting Lead' },
  { name: 'Tomas Varga', accessRole: 'team member', jobTitle: 'Recruiter' },
  { name: 'Lena Okonjo', accessRole: 'team member', jobTitle: 'Recruiter' },
  { name: 'Pascal Nyman', accessRole: 'limited team member', jobTitle: 'Hiring Manager' },
  { name: 'Yuki Barros', accessRole: 'interviewer' },
  { name: 'Ines Holloway', accessRole: 'interviewer' },
  { name: 'Nils Carvalho', accessRole: 'team member', jobTitle: 'Recruiter', isInactive: true },
  { name: 'Integration Service', accessRole: 'team member' },
];

export function seedUsers(account: LeverAccount): void {
  const firstDay = account.now() - 900 * dayMs;
  people.forEach((person, index) => {
    const username = person.name.toLowerCase().replace(' ', '.');
    const createdAt = firstDay + index * 17 * dayMs;
    const user: User = {
      id: account.uuid(), name: person.name, username, email: `${username}@${account.options.emailDomain}`,
        accessRole: person.accessRole,
      photo: null, createdAt, deactivatedAt: person.isInactive === true ? createdAt + 200 * dayMs : null,
        externalDirectoryId: null,
      linkedContactIds: null, jobTitle: person.jobTitle ?? null, managerId: null,
    };
    account.users.set(user.id, user);
  });
}

type SeedStage = readonly [id: string | null, text: string, pipeline: Stage['pipeline'], rank: number];

const stages: readonly SeedStage[] = [
  ['lead-new', 'New lead', 'lead', 1],
  ['lead-reached-out', 'Reached out', 'lead', 3],
  ['lead-responded', 'Responded', 'lead', 5],
  ['applicant-new', 'New applicant', 'applicant', 101],
  [null, 'CiiVSOFT SCREENED', 'applicant', 105.5],
  [null, 'Phone screen', 'screen', 201],
  [null, 'On-site interview', 'onsite', 231],
  [null, 'Reference check', 'onsite', 231.5],
  ['offer', 'Offer', 'offer', 261],
  [null, 'Background check', 'offer', 265.5],
];

const reasons: ReadonlyArray<readonly [text: string, type: ArchiveReason['type'], status: ArchiveReason['status']]> = [
  ['Hired', 'hired', 'active'],
  ['Underqualified', 'non-hired', 'active'],
  ['Timing', 'non-hired', 'active'],
  ['Withdrew', 'non-hired', 'active'],
  ['Position closed', 'non-hired', 'active'],
  ['Offer declined', 'non-hired', 'active'],
  ['Future hire', 'non-hired', 'active'],
  ['No response - OLD', 'non-hired', 'inactive'],
];

export function seedPipeline(account: LeverAccount): void {
  account.stages = stages.map(([id, text, pipeline, rank]) => ({
    id: id ?? account.uuid(), text, pipeline, rank, hasInterview: pipeline === 'screen' || pipeline === 'onsite',
  }));
  for (const [text, type, status] of reasons) account.archiveReasons.push({ id: account.uuid(), text, type, status });
}

function field(account: LeverAccount, type: string, text: string, extra: Readonly<Record<string, unknown>> = {}): FormField {
  return { description: '', required: false, text, type, id: account.uuid(), ...extra };
}

export function seedTemplates(account: LeverAccount): void {
  const rating = field(account, 'score-system', 'Rating', { prompt: 'Select one', options: ratingOptions });
  const group = (name: string): FormGroup => ({ id: account.uuid(), name });
  const scorecard = field(account, 'scorecard', '', {
    scores: [{ text: 'Craft', description: 'How good is the work?' }, { text: 'Teamwork',
      description: 'How is it to work together?' }],
  });
  const feedback: ReadonlyArray<readonly [string, FormGroup, FormField[]]> = [
    ['On-site interview', group('On-site interviews'), [rating, scorecard, field(account, 'textarea', 'Strengths'), field(account,
      'textarea', 'Worries')]],
    ['Phone screen', group('Phone screens'), [rating, field(account, 'yes-no', 'Would you invite this person?')]],
    ['Reference check', group('References'), [rating, field(account, 'text', 'Name of referee'), field(account, 'textarea',
      'What they said')]],
  ];
  const createdAt = account.now() - 500 * dayMs;
  for (const [text, ownGroup, fields] of feedback) {
    const id = account.uuid();
    account.feedbackTemplates.set(id, {
      id, text, group: ownGroup, instructions: '', fields, createdAt, stage: null, updatedAt: null, madeByApi: false,
    });
  }
  const id = account.uuid();
  account.formTemplates.set(id, {
    id, text: 'Offer information', group: null, instructions: 'Please complete all fields', secretByDefault: false, createdAt,
    updatedAt: createdAt, madeByApi: false,
    fields: [field(account, 'date', 'Start date', { required: true }), field(account, 'currency', 'Compensation'),
      field(account, 'textarea', 'Notes')],
  });
}

export function seedSurveys(account: LeverAccount): void {
  const createdAt = account.now() - 300 * dayMs;
  account.surveys.push({
    id: account.uuid(), createdAt, updatedAt: createdAt, text: `Demographic survey for ${account.options.name}`,
    countryCodes: ['US', 'GB', 'CA', 'DE'], instructions: 'We invite you to complete this optional survey.',
    fields: [field(account, 'multiple-choice', 'What gender do you identify as?',
      { options: ['Male', 'Female', 'Non-binary', 'I prefer not to answer'].map((text) => ({ text })) })],
  });
}
