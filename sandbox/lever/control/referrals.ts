import { createOpportunity } from '../actions/create-opportunity.js';
import type { LeverAccount } from '../account.js';
import type { FormField, Referral } from '../model/form.js';
import type { Posting } from '../model/hiring.js';
import type { Opportunity } from '../model/opportunity.js';
import type { User } from '../model/people.js';
import { actorIn, type ControlCall, type ControlRoute, postingIn, shownOpportunity } from './control-call.js';

const relationships = ['Former colleague', 'Friend', 'Reputation', 'Other', "Don't know this person"];

export interface NewReferral {
  readonly name: string;
  readonly email: string;
  readonly headline?: string;
  readonly relationship?: string;
  readonly comments?: string;
  readonly createdAt?: number;
}

/** An employee refers somebody: an applicant of origin `referred` with a referral form. */
export function referToPosting(account: LeverAccount, posting: Posting, by: User, input: NewReferral): Opportunity {
  const createdAt = input.createdAt ?? account.now();
  const fields = answers(account, by, input);
  const referral: Referral = {
    id: account.uuid(), type: 'referral', text: 'Referral', instructions: '', fields,
    baseTemplateId: account.uuid(), user: by.id, referrer: by.id, stage: null, createdAt, completedAt: createdAt,
  };
  const { opportunity } = createOpportunity(account, {
    performAs: by, applicationType: 'referral', stage: 'applicant-new', origin: 'referred', owner: posting.owner,
      followers: [by.id],
    person: { name: input.name, headline: input.headline ?? '', location: '', emails: [input.email], phones: [], links: [] },
    posting, tags: [], sources: ['Referral'], createdAt, resumes: [], files: [],
    application: {
      name: input.name, email: input.email, company: input.headline ?? null,
      // Recorded: only here the relationship lists its options, and the form counts as not completed.
      customQuestions: [{ ...referral, fields: fields.map(withOptions), completedAt: null }],
    },
  });
  opportunity.referrals.push(referral);
  return opportunity;
}

function answers(account: LeverAccount, by: User, input: NewReferral): FormField[] {
  const blank = { description: '', required: false };
  return [
    { ...blank, text: 'Name of referrer', type: 'text', id: account.uuid(), value: by.name },
    { ...blank, text: 'Relationship', type: 'dropdown', id: account.uuid(), prompt: 'Select one',
      value: input.relationship ?? null },
    { ...blank, text: 'Notes / Comments', type: 'textarea', id: account.uuid(), value: input.comments ?? null },
  ];
}

function withOptions(field: FormField): FormField {
  return field.type === 'dropdown' ? { ...field, options: relationships.map((text) => ({ text })) } : field;
}

function handleRefer(call: ControlCall): unknown {
  const { body } = call;
  const opportunity = referToPosting(call.account, postingIn(call, body.requiredText('postingId')), actorIn(call), {
    name: body.requiredText('name'), email: body.requiredText('email'), headline: body.text('headline'),
    relationship: body.text('relationship'), comments: body.text('comments'),
  });
  return shownOpportunity(call, opportunity);
}

export const referralControls: readonly ControlRoute[] = [{ method: 'POST', path: '/refer', handle: handleRefer }];
