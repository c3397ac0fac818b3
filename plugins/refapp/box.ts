import { wordOf, type CheckStatus, type Problem, type StatusWord } from './check-state.js';

export type Locale = 'sv' | 'en';

/** Swedish for those who read it, English for everybody else (D30). */
export const localeOf = (language: string | null | undefined): Locale => (language?.toLowerCase().startsWith('sv') ? 'sv' : 'en');

/** What the status box says (RE-20 to RE-24). */
export interface StatusBox {
  readonly status: StatusWord;
  readonly statusText: string;
  readonly answered: number;
  readonly requested: number;
  /** The candidate in Refapp. */
  readonly candidateUrl: string | null;
  /** Never before the end (RE-23). */
  readonly reportUrl: string | null;
  /** What a person has to do; null for nothing. */
  readonly advice: string | null;
}

const WORDS: Readonly<Record<Locale, Readonly<Record<StatusWord, string>>>> = {
  en: {
    not_started: 'Not started', on_hold: 'On hold', requested: 'Requested (waiting for the candidate)', referees_named: 'Referees named', in_progress: 'In progress',
    completed: 'Completed', closed_incomplete: 'Closed incomplete', cancelled: 'Cancelled', needs_attention: 'Needs attention',
  },
  sv: {
    not_started: 'Inte påbörjad', on_hold: 'Pausad', requested: 'Begärd (väntar på kandidaten)', referees_named: 'Referenser angivna', in_progress: 'Pågår',
    completed: 'Completed', closed_incomplete: 'Avslutad ofullständig', cancelled: 'Avbruten', needs_attention: 'Behöver åtgärdas',
  },
};

const ADVICE: Readonly<Record<Locale, Readonly<Record<Problem | 'on_hold' | 'again', string>>>> = {
  en: {
    'on_hold': 'Choose a questionnaire for the step and press Start.',
    'contact-details': 'Contact details are missing or do not work. Correct them and try again.',
    'not-submitted': 'The candidate has not named referees in time. Remind them, give them more days, or cancel.',
    'referee-missing': 'A referee cannot be reached or has declined. The candidate is asked for another one; or close with what there is.',
    'expired': 'The links have expired before everybody answered. Close with what there is, or give more days.',
    'refused': 'Refapp refused a request. See the history, then try again.',
    'again': 'References were taken before. Press Start to take them again.',
  },
  sv: {
    'on_hold': 'Välj frågeformulär för steget och tryck på Starta.',
    'contact-details': 'Kontaktuppgifter saknas eller fungerar inte. Rätta dem och försök igen.',
    'not-submitted': 'Kandidaten har inte angett referenser i tid. Påminn, ge fler dagar eller avbryt.',
    'referee-missing': 'En referens går inte att nå eller har tackat nej. Kandidaten ombeds ange en annan; eller avsluta med det som finns.',
    'expired': 'Länkarna gick ut innan alla svarat. Avsluta med det som finns eller ge fler dagar.',
    'refused': 'Refapp tog inte emot en begäran. Se historiken och försök igen.',
    'again': 'Referenser har tagits tidigare. Tryck på Starta för att ta dem igen.',
  },
};

export interface BoxSource {
  readonly status: CheckStatus;
  readonly problem?: Problem | null;
  readonly answered: number;
  readonly requested: number;
  readonly candidateUrl?: string | null;
  readonly reportUrl?: string | null;
  /** Somebody came back to the step after the end (RE-16). */
  readonly restartAskedAt?: number | null;
}

export function boxOf(check: BoxSource, locale: Locale): StatusBox {
  const status = wordOf(check.status, check.problem ?? null);
  const hasReport = check.status === 'completed' || check.status === 'closed_incomplete';
  const progress = status === 'in_progress' ? ` (${check.answered}/${check.requested})` : '';
  return {
    status, statusText: `${WORDS[locale][status]}${progress}`, answered: check.answered, requested: check.requested,
    candidateUrl: check.candidateUrl ?? null, reportUrl: hasReport ? check.reportUrl ?? null : null, advice: adviceOf(check, locale),
  };
}

function adviceOf(check: BoxSource, locale: Locale): string | null {
  const isEnded = check.status === 'completed' || check.status === 'closed_incomplete' || check.status === 'cancelled';
  if (isEnded) return check.restartAskedAt == null ? null : ADVICE[locale].again;
  if (check.problem != null) return ADVICE[locale][check.problem];
  return check.status === 'on_hold' ? ADVICE[locale].on_hold : null;
}

/** The tags that Lever shows (RE-26); each excludes the others. */
export const REFAPP_TAGS = ['Refapp-InProgress', 'Refapp-Completed', 'Refapp-Incomplete'] as const;
export type RefappTag = (typeof REFAPP_TAGS)[number];

export function tagOf(status: CheckStatus): RefappTag | null {
  switch (status) {
    case 'not_started': case 'on_hold': case 'requested': case 'referees_named': case 'in_progress': return 'Refapp-InProgress';
    case 'completed': return 'Refapp-Completed';
    case 'closed_incomplete': return 'Refapp-Incomplete';
    case 'cancelled': case 'erased': return null;
  }
}

const LABELS: Readonly<Record<Locale, { readonly progress: string; readonly candidate: string; readonly report: string }>> = {
  en: { progress: 'answered', candidate: 'Candidate in Refapp', report: 'Report' },
  sv: { progress: 'har svarat', candidate: 'Kandidaten i Refapp', report: 'Referensrapport' },
};

/** The note that shows a box in Lever (SH-11, SH-12). */
export function noteOf(box: StatusBox, locale: Locale): string {
  const label = LABELS[locale];
  return [
    `Refapp: ${box.statusText}. ${box.answered}/${box.requested} ${label.progress}.`,
    ...(box.advice === null ? [] : [box.advice]),
    ...(box.candidateUrl === null ? [] : [`${label.candidate}: ${box.candidateUrl}`]),
    ...(box.reportUrl === null ? [] : [`${label.report}: ${box.reportUrl}`]),
  ].join('\n');
}
