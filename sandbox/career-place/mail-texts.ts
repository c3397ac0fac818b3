import Handlebars from 'handlebars';
import type { Applicant } from './applicant.js';
import { linkValidMs } from './applicant.js';
import type { OutgoingMail } from './mail-queue.js';

export type MailPurpose = { kind: 'invitation' } | { kind: 'reminder'; n: number };

interface Wording {
  subject: string;
  lead: string;
  button: string;
  validity: string;
  leave: string;
}

const wordings: Record<'en' | 'sv', Record<MailPurpose['kind'], Wording>> = {
  en: {
    invitation: {
      subject: 'Your application for {{job}}: the next step',
      lead: 'Hello {{firstName}}, thank you for applying to {{organisation}}. The next step for {{job}} is a short set of questions.',
      button: 'Start', validity: 'The link works until {{until}}.', leave: 'Not interested any more? Say so here',
    },
    reminder: {
      subject: 'Reminder: the next step for {{job}}',
      lead: 'Hello {{firstName}}, your questions for {{job}} at {{organisation}} are still waiting for you.',
      button: 'Start', validity: 'The link works until {{until}}.', leave: 'Not interested any more? Say so here',
    },
  },
  sv: {
    invitation: {
      subject: 'Din ansökan till {{job}}: nästa steg',
      lead: 'Hej {{firstName}}, tack för din ansökan till {{organisation}}. Nästa steg för {{job}} är några korta frågor.',
      button: 'Börja', validity: 'Länken gäller till och med {{until}}.', leave: 'Inte intresserad längre? Säg till här',
    },
    reminder: {
      subject: 'Påminnelse: nästa steg för {{job}}',
      lead: 'Hej {{firstName}}, frågorna för {{job}} hos {{organisation}} väntar fortfarande på dig.',
      button: 'Börja', validity: 'Länken gäller till och med {{until}}.', leave: 'Inte intresserad längre? Säg till här',
    },
  },
};

const htmlTemplate = Handlebars.compile(`<!doctype html><html lang="{{language}}"><body>
<p>{{lead}}</p>
<p><a href="{{inviteUrl}}">{{button}}</a></p>
<p>{{validity}}</p>
<p><a href="{{leaveUrl}}">{{leave}}</a></p>
</body></html>`);

export interface MailContext {
  applicant: Applicant;
  jobTitle: string;
  organisationName: string;
  inviteUrl: string;
  nowMs: number;
}

export function renderMail(purpose: MailPurpose, context: MailContext): OutgoingMail {
  const { applicant, jobTitle, organisationName, inviteUrl, nowMs } = context;
  const language = applicant.locale.toLowerCase().startsWith('sv') ? 'sv' : 'en';
  const validFromMs = purpose.kind === 'reminder' ? applicant.invitedAtMs ?? nowMs : nowMs;
  const values = {
    job: jobTitle, organisation: organisationName, firstName: applicant.firstName,
    until: new Date(validFromMs + linkValidMs).toISOString().slice(0, 10),
  };
  const wording = fill(wordings[language][purpose.kind], values);
  const leaveUrl = `${inviteUrl}/leave`;
  return {
    from: `"${organisationName.replaceAll('"', '')} via career.place" <invitations@career-place.example>`,
    bounceAddress: `bounces+${applicant.id}@career-place.example`,
    to: applicant.email,
    subject: wording.subject,
    text: [wording.lead, `${wording.button}: ${inviteUrl}`, wording.validity, `${wording.leave}: ${leaveUrl}`].join('\n\n'),
    html: htmlTemplate({ ...wording, language, inviteUrl, leaveUrl }),
    messageId: `<${applicant.id}.${applicant.mailsMade}@career-place.example>`,
    unsubscribeUrl: `${inviteUrl}/unsubscribe`,
  };
}

function fill(wording: Wording, values: Record<string, string>): Wording {
  const entries = Object.entries(wording).map(([key, template]) =>
    [key, Handlebars.compile(template, { noEscape: true })(values)] as const);
  return Object.fromEntries(entries) as unknown as Wording;
}
