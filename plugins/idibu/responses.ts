import type { Light } from './handoff.js';

export interface ResponseText { readonly subject: string; readonly body: string; readonly isOn: boolean }

const THANKS = 'Hello {{firstName}},\n\nthank you for applying for {{vacancy}}. ';

/** The ones that every account has: can be switched off and edited, not deleted (ID-27). */
export const DEFAULT_RESPONSES: Readonly<Record<'received' | `light:${Light}`, ResponseText>> = {
  'received': { subject: 'Your application for {{vacancy}}', body: `${THANKS}We have received your application and will be in touch.`, isOn: false },
  'light:green': { subject: 'Your application for {{vacancy}}', body: `${THANKS}We would like to take your application further.`, isOn: true },
  'light:yellow': {
    subject: 'Your application for {{vacancy}}', isOn: true,
    body: `${THANKS}This role is not quite the right fit, but we would like to keep your details for other opportunities.`,
  },
  'light:red': { subject: 'Your application for {{vacancy}}', body: `${THANKS}We will not take your application further this time.`, isOn: true },
};

export function isDefault(occasion: string): occasion is keyof typeof DEFAULT_RESPONSES {
  return Object.hasOwn(DEFAULT_RESPONSES, occasion);
}

/** The text that goes out first of those wanted, with what was saved in place of the defaults; null when none is on. Pure. */
export function responseFor(wanted: readonly string[], saved: ReadonlyMap<string, ResponseText>): { occasion: string; text: ResponseText } | null {
  for (const occasion of wanted) {
    const text = saved.get(occasion) ?? (isDefault(occasion) ? DEFAULT_RESPONSES[occasion] : undefined);
    if (text?.isOn) return { occasion, text };
  }
  return null;
}

const FIELDS = ['firstName', 'lastName', 'vacancy'] as const;
export type ResponseFields = Readonly<Record<(typeof FIELDS)[number], string>>;

/** Fields that a text names and nobody knows (ME-5). Pure. */
export function unknownFields(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map((match) => match[1] ?? '').filter((name) => !(FIELDS as readonly string[]).includes(name));
}

export function render(text: string, fields: ResponseFields): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (fields as Record<string, string>)[name] ?? whole);
}
