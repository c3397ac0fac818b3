import type { Application, MonthOfYear, Resume } from 'patchbay/sdk';

/** Shorter texts say too little to judge anybody by. */
export const ENOUGH_CHARACTERS = 200;

const month = (at: MonthOfYear | null): string => (at?.year == null ? '' : at.month === null ? String(at.year) : `${at.year}-${String(at.month).padStart(2, '0')}`);

/** Lever's own reading of a résumé as text, where the file itself cannot be read. Pure. */
export function textOfParsed(parsed: NonNullable<Resume['parsedData']>): string {
  const positions = parsed.positions.map((one) => [
    `${[one.title, one.org].filter(Boolean).join(', ')}, ${month(one.start)} to ${one.end === null ? 'present' : month(one.end)}`, one.location, one.summary,
  ].filter(Boolean).join('\n'));
  const schools = parsed.schools.map((one) => [[one.degree, one.field, one.org].filter(Boolean).join(', '), one.summary].filter(Boolean).join('\n'));
  return [
    ...(positions.length > 0 ? ['Experience', ...positions] : []), ...(schools.length > 0 ? ['Education', ...schools] : []),
  ].join('\n\n');
}

function answer(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(answer) : [];
}

/** What the applicant wrote on the form, questions left out: they are the organisation's words. Pure. */
export function textOfForm(application: Pick<Application, 'comments' | 'customQuestions' | 'company'>): string {
  const answers = application.customQuestions.flatMap((form) => form.fields.flatMap((field) => answer(field.value)));
  return [application.company ?? '', application.comments ?? '', ...answers].map((text) => text.trim()).filter((text) => text !== '').join('\n');
}

/** CI-28: judged by the form alone only when it says enough. */
export const sufficesAlone = (text: string): boolean => text.length >= ENOUGH_CHARACTERS;

export function newest(resumes: readonly Resume[]): Resume | null {
  return resumes.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))[0] ?? null;
}
