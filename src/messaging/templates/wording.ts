import Handlebars from 'handlebars';
import type { MessageChannel, MessageTemplate } from '../../sdk/messages.js';
import { composeSms, MAX_SEGMENTS, smsSize } from '../sms-text.js';
import { placeholdersOf, TemplateSyntaxError } from './template-syntax.js';

/** The texts of one template in one language on one channel; `subject` is null for SMS. */
export interface Wording {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** Placeholders that the hub fills. */
export interface GivenValues {
  readonly organisation: string;
  readonly unsubscribeUrl: string;
}

export interface Rendered {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  /** Of an SMS. */
  readonly segments: number | null;
}

export interface WordingFault {
  readonly part: keyof Wording;
  readonly fault: string;
}

const GIVEN: readonly (keyof GivenValues)[] = ['organisation', 'unsubscribeUrl'];
export const SAMPLE_GIVEN: GivenValues = { organisation: 'Example organisation', unsubscribeUrl: 'https://hub.example/u/sample' };
/** Opening a link is the only sign of life we take: nothing is loaded when a mail is read (ME-7). */
const LOADS_SOMETHING = /<\s*(img|picture|video|audio|source|iframe|object|embed|link|script|form|input|svg)\b|url\s*\(|\b(src|srcset|background)\s*=/i;

/** Fills the placeholders. Throws a plain error naming those that got no value. */
export function render(channel: MessageChannel, wording: Wording, values: Readonly<Record<string, string>>, given: GivenValues, locale: string): Rendered {
  const all: Readonly<Record<string, string>> = { ...values, ...given };
  const missing = [...namesIn(wording)].filter((name) => all[name] === undefined);
  if (missing.length > 0) throw new Error(`The message has no value for ${missing.join(', ')}.`);
  if (channel === 'sms') {
    const text = composeSms(given.organisation, filled(wording.text, all, false), locale);
    return { subject: null, text, html: null, segments: smsSize(text).segments };
  }
  return {
    subject: filled(wording.subject ?? '', all, false), text: filled(wording.text, all, false),
    html: wording.html === null ? null : filled(wording.html, all, true), segments: null,
  };
}

function filled(source: string, values: Readonly<Record<string, string>>, escapes: boolean): string {
  return Handlebars.compile<Readonly<Record<string, string>>>(source, { noEscape: !escapes, knownHelpersOnly: true, knownHelpers: { if: true } })(values);
}

function namesIn(wording: Wording): ReadonlySet<string> {
  return new Set(Object.values(wording).flatMap((source) => (typeof source === 'string' ? [...placeholdersOf(source)] : [])));
}

/** Everything that must be put right before the wording may be used (ME-5). Pure. */
export function wordingFaults(channel: MessageChannel, wording: Wording, template: MessageTemplate, locale: string): WordingFault[] {
  const faults: WordingFault[] = [];
  const say = (part: keyof Wording, fault: string) => faults.push({ part, fault });
  const known = new Set([...Object.keys(template.samples), ...GIVEN]);
  for (const part of ['subject', 'text', 'html'] as const) {
    const source = wording[part];
    if (source === null) continue;
    const names = readable(source, (fault) => say(part, fault));
    for (const name of names ?? []) if (!known.has(name)) say(part, `has a placeholder {{${name}}} that nothing fills`);
    if (part === 'subject' || !names) continue;
    for (const name of template.required ?? []) if (!names.has(name)) say(part, `must show {{${name}}}`);
  }
  if (wording.text.trim() === '') say('text', 'is empty');
  if (channel === 'email' && (wording.subject ?? '').trim() === '') say('subject', 'is empty');
  if (channel === 'sms' && wording.subject !== null) say('subject', 'is not sent with an SMS');
  if (wording.html !== null && channel === 'sms') say('html', 'is not sent with an SMS');
  if (wording.html !== null && LOADS_SOMETHING.test(wording.html)) say('html', 'may hold links only: no images, scripts, forms or anything else that is loaded');
  if (faults.length === 0 && channel === 'sms') faults.push(...lengthFaults(wording, template, locale));
  return faults;
}

function lengthFaults(wording: Wording, template: MessageTemplate, locale: string): WordingFault[] {
  const { segments } = render('sms', wording, template.samples, SAMPLE_GIVEN, locale);
  return (segments ?? 0) > MAX_SEGMENTS ? [{ part: 'text', fault: `takes ${segments} segments with its sample values; at most ${MAX_SEGMENTS} are sent` }] : [];
}

function readable(source: string, say: (fault: string) => void): ReadonlySet<string> | null {
  try {
    return placeholdersOf(source);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    say(error.message);
    return null;
  }
}

/** The plugin's own wording in the language, else in English; null when the template has nothing for this channel. */
export function ownWording(template: MessageTemplate, channel: MessageChannel, locale: string): (Wording & { readonly locale: string }) | null {
  const { email, sms } = template;
  const texts = channel === 'email' ? email : sms;
  if (!texts) return null;
  const found = Object.hasOwn(texts, locale) ? locale : 'en';
  if (channel === 'sms') return { locale: found, subject: null, text: sms![found]!.text, html: null };
  const { subject, text, html = null } = email![found]!;
  return { locale: found, subject, text, html };
}

/** Faults of everything that a plugin brought, as sentences; the hub does not start with any. */
export function templateFaults(templates: Readonly<Record<string, MessageTemplate>>): string[] {
  return Object.entries(templates).flatMap(([name, template]) => {
    const faults: string[] = [];
    if (!template.email && !template.sms) faults.push(`template ${name} has no text`);
    for (const name_ of template.required ?? []) if (template.samples[name_] === undefined) faults.push(`template ${name} has no sample for ${name_}`);
    for (const channel of ['email', 'sms'] as const) {
      const texts = template[channel];
      if (!texts) continue;
      for (const locale of ['sv', 'en']) if (!Object.hasOwn(texts, locale)) faults.push(`template ${name} has no ${channel} in ${locale}`);
      for (const locale of Object.keys(texts)) {
        const wording = ownWording(template, channel, locale)!;
        faults.push(...wordingFaults(channel, wording, template, locale).map(({ part, fault }) => `template ${name}, ${channel} in ${locale}: ${part} ${fault}`));
      }
    }
    return faults;
  });
}
