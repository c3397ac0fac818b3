import type { PersonDetails } from './person-details.js';
import type { ForwardKind, Trigger } from './trigger.js';

export interface NoteFacts {
  readonly details: PersonDetails;
  readonly kind: ForwardKind;
  readonly trigger: Trigger;
  readonly vacancyTitle: string;
  readonly vacancyReference: string | null;
  readonly appliedAt: number;
  readonly zone: string;
}

const BY: Readonly<Record<Trigger, string>> = {
  'all': 'all new candidates are sent', 'green': 'green traffic light', 'status': 'ATS status', 'keep-on-file': 'amber traffic light (keep on file)',
  'bulk': 'bulk send',
};

export function because(trigger: Trigger): string {
  return BY[trigger];
}

/** What the CRM is told besides the record: source, vacancy, date, answers, consent (ID-30). `ref` finds the note again. Pure. */
export function crmNote(facts: NoteFacts, ref: string): string {
  const { details } = facts;
  const date = new Intl.DateTimeFormat('en-GB', { timeZone: facts.zone, dateStyle: 'long' }).format(facts.appliedAt);
  const vacancy = facts.vacancyReference === null ? facts.vacancyTitle : `${facts.vacancyTitle} (${facts.vacancyReference})`;
  return [
    facts.kind === 'pool' ? 'Kept on file from idibu, not logged against the vacancy.' : 'Forwarded from idibu.',
    `Applied for: ${vacancy}`, `Application date: ${date}`, `Source: ${details.source}`, `Sent by: ${because(facts.trigger)}`,
    ...details.screening.map(({ question, answer }) => `${question} ${answer}`),
    `Consent: ${details.consent ?? 'not told'}`, ...(details.isOptedOut ? ['Opted out of mailings.'] : []), ref,
  ].join('\n');
}
