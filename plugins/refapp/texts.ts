import type { InLanguages, EmailText, MessageTemplate, SmsText } from 'patchbay/sdk';

const SAMPLES = {
  candidate: 'Kim Exempel', referee: 'Robin Exempel', position: 'Lagermedarbetare', link: 'https://refapp.example/r/3f9c1b7a', count: '2', days: '3', months: '24',
};

type Name = keyof typeof SAMPLES;

interface Words {
  readonly purpose: string;
  readonly uses: readonly Name[];
  readonly email: InLanguages<EmailText>;
  readonly sms: InLanguages<SmsText>;
}

const PRIVACY = {
  sv: 'Uppgifterna sparas i högst {{months}} månader och används bara för den här rekryteringen.\n\n{{organisation}}',
  en: 'The data is kept for at most {{months}} months and used for this recruitment only.\n\n{{organisation}}',
};

const CANDIDATE_WORDS = {
  'candidate-request': {
    purpose: 'Asks the candidate to name referees.', uses: ['candidate', 'position', 'link', 'count', 'days', 'months'],
    email: {
      sv: { subject: 'Referenser för {{position}}', text: `Hej {{candidate}},\n\nvi vill ta referenser på dig för {{position}} ({{count}} st). Ange dem inom {{days}} dagar här:\n{{link}}\n\nBerätta för dina referenser att vi hör av oss. Du ser vilka frågor de får.\n\n${PRIVACY.sv}` },
      en: { subject: 'References for {{position}}', text: `Hello {{candidate}},\n\nwe would like to take references on you for {{position}} ({{count}} in all). Please name them within {{days}} days here:\n{{link}}\n\nTell your referees that they will hear from us. You see which questions they are asked.\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Ange referenser för {{position}} ({{count}} st): {{link}}' }, en: { text: 'Please name your referees for {{position}} ({{count}} in all): {{link}}' } },
  },
  'candidate-reminder': {
    purpose: 'Reminds a candidate who has not named referees yet.', uses: ['candidate', 'position', 'link', 'count', 'months'],
    email: {
      sv: { subject: 'Påminnelse: referenser för {{position}}', text: `Hej {{candidate}},\n\nvi väntar på dina referenser för {{position}} ({{count}} st):\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'Reminder: references for {{position}}', text: `Hello {{candidate}},\n\nwe are waiting for your referees for {{position}} ({{count}} in all):\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Påminnelse: ange referenser för {{position}}: {{link}}' }, en: { text: 'Reminder: name your referees for {{position}}: {{link}}' } },
  },
  'candidate-more': {
    purpose: 'Asks the candidate for further referees; those given are kept.', uses: ['candidate', 'position', 'link', 'count', 'months'],
    email: {
      sv: { subject: 'Fler referenser för {{position}}', text: `Hej {{candidate}},\n\nvi behöver {{count}} referenser sammanlagt. De du har angett finns kvar; lägg till resten här:\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'More references for {{position}}', text: `Hello {{candidate}},\n\nwe need {{count}} references altogether. Those you have given are kept; please add the others here:\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Vi behöver {{count}} referenser sammanlagt, lägg till: {{link}}' }, en: { text: 'We need {{count}} references altogether, please add: {{link}}' } },
  },
  'candidate-replace': {
    purpose: 'Asks the candidate for another referee in place of one who declined or wants no messages.', uses: ['candidate', 'position', 'link', 'months'],
    email: {
      sv: { subject: 'En ny referens för {{position}}', text: `Hej {{candidate}},\n\nen av dina referenser kan inte svara. Ange en annan här:\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'Another referee for {{position}}', text: `Hello {{candidate}},\n\none of your referees cannot answer. Please name another one here:\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'En referens kan inte svara. Ange en annan: {{link}}' }, en: { text: 'One of your referees cannot answer. Please name another one: {{link}}' } },
  },
  'candidate-correct': {
    purpose: 'Asks the candidate to correct the contact details of a referee who cannot be reached.', uses: ['candidate', 'position', 'link', 'months'],
    email: {
      sv: { subject: 'Vi når inte en av dina referenser', text: `Hej {{candidate}},\n\nkontaktuppgifterna till en av dina referenser för {{position}} fungerar inte. Rätta dem eller ange en annan referens här:\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'We cannot reach one of your referees', text: `Hello {{candidate}},\n\nthe contact details of one of your referees for {{position}} do not work. Please correct them or name another referee here:\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Vi når inte en av dina referenser. Rätta uppgifterna: {{link}}' }, en: { text: 'We cannot reach one of your referees. Please correct it: {{link}}' } },
  },
  'candidate-nudge': {
    purpose: 'Asks the candidate to nudge referees who have not answered after all reminders.', uses: ['candidate', 'referee', 'position', 'link', 'months'],
    email: {
      sv: { subject: 'Hör gärna av dig till dina referenser', text: `Hej {{candidate}},\n\nvi har ännu inget svar från {{referee}} om {{position}}. Hör gärna av dig till dem. Behöver du byta referens gör du det här:\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'Please get in touch with your referees', text: `Hello {{candidate}},\n\nwe have no answer from {{referee}} about {{position}} yet. Please get in touch with them. You can name another referee here:\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Vi har inget svar från {{referee}}. Hör gärna av dig till dem: {{link}}' }, en: { text: 'No answer from {{referee}} yet. Please get in touch with them: {{link}}' } },
  },
} as const satisfies Record<string, Words>;

const REFEREE_WORDS = {
  'referee-request': {
    purpose: 'Asks a referee for a reference.', uses: ['referee', 'candidate', 'position', 'link', 'months'],
    email: {
      sv: { subject: 'Referens för {{candidate}}', text: `Hej {{referee}},\n\n{{candidate}} har angett dig som referens för {{position}}. Svara här när det passar dig, eller tacka nej på samma sida:\n{{link}}\n\nDina svar delas med arbetsgivaren. ${PRIVACY.sv}` },
      en: { subject: 'A reference for {{candidate}}', text: `Hello {{referee}},\n\n{{candidate}} has named you as a referee for {{position}}. Please answer here when it suits you, or decline on the same page:\n{{link}}\n\nYour answers are shared with the employer. ${PRIVACY.en}` },
    },
    sms: { sv: { text: '{{candidate}} har angett dig som referens. Svara här: {{link}}' }, en: { text: '{{candidate}} has named you as a referee. Please answer: {{link}}' } },
  },
  'referee-reminder': {
    purpose: 'Reminds a referee who has not answered.', uses: ['referee', 'candidate', 'position', 'link', 'months'],
    email: {
      sv: { subject: 'Påminnelse: referens för {{candidate}}', text: `Hej {{referee}},\n\nvi väntar på din referens för {{candidate}} ({{position}}):\n{{link}}\n\n${PRIVACY.sv}` },
      en: { subject: 'Reminder: a reference for {{candidate}}', text: `Hello {{referee}},\n\nwe are waiting for your reference for {{candidate}} ({{position}}):\n{{link}}\n\n${PRIVACY.en}` },
    },
    sms: { sv: { text: 'Påminnelse: lämna din referens för {{candidate}}: {{link}}' }, en: { text: 'Reminder: your reference for {{candidate}}: {{link}}' } },
  },
} as const satisfies Record<string, Words>;

const WORDS: Readonly<Record<string, Words>> = { ...CANDIDATE_WORDS, ...REFEREE_WORDS };
export type TextName = keyof typeof CANDIDATE_WORDS | keyof typeof REFEREE_WORDS;
export type TextValues = Readonly<Record<Name, string>>;

/** The values that a text shows, out of all there are. */
export function valuesFor(text: TextName, values: TextValues): Readonly<Record<string, string>> {
  return Object.fromEntries((WORDS[text]?.uses ?? []).map((name) => [name, values[name]]));
}

/** Everything that people read (RE-10); every wording must show the link. */
export const TEMPLATES: Readonly<Record<string, MessageTemplate>> = Object.fromEntries(Object.entries(WORDS).map(([name, { purpose, uses, email, sms }]) => [
  name, { purpose, samples: Object.fromEntries(uses.map((use) => [use, SAMPLES[use]])), required: ['link'], email, sms },
]));
