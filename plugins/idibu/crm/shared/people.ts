import { OutsideError } from 'patchbay/sdk';
import { CrmRefusal, type CrmJob, type PersonCard } from '../connector.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Nothing is written there yet. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

/** What to write so that empty fields are filled; with `isOverwriting` whatever differs. A known value is never emptied. */
export function changesOf(held: Fields, wanted: Fields, isOverwriting: boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) =>
    !isBlank(value) && (isBlank(held[name]) || (isOverwriting && JSON.stringify(held[name]) !== JSON.stringify(value)))));
}

/** Without fields that nobody knows a value for. */
export function known(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

/** The same line, however it is written: `020 7123 4567`, `+44 (0)20 7123 4567` and `+442071234567`. */
export function isSameNumber(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].map(digitsOf).sort((a, b) => a.length - b.length);
  return short.length >= 8 && long.endsWith(short);
}

function digitsOf(phone: string): string {
  return phone.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '');
}

export function hasNumber(phones: readonly string[], wanted: string): boolean {
  return phones.some((phone) => isSameNumber(phone, wanted));
}

export function texts(...values: unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && value.trim() !== '').map((value) => value.trim());
}

/** Where the person came from, as the CRM's source field says it. */
export function sourceOf(source: string, longest = 200): string {
  return `idibu: ${source}`.slice(0, longest);
}

/** CRMs demand a last name; somebody known by one name has it there. */
export function lastNameOf({ firstName, lastName }: PersonCard): string {
  return lastName.trim() || firstName.trim() || '-';
}

export function fullName(card: PersonCard): string {
  return texts(card.firstName, card.lastName).join(' ') || '-';
}

const INDEX_LAG_MS = 10_000;

/** The CRM refuses a second person of the same address. */
export function addressTaken(crm: string, isDoubleWanted: boolean): Error {
  return isDoubleWanted ? new CrmRefusal('duplicate', `${crm} allows no two people of the same e-mail address.`)
    : new OutsideError('crm-index-behind', `${crm} has somebody of this e-mail address whom its search does not show yet.`, { retryAfterMs: INDEX_LAG_MS });
}

/** The job if people can be linked to it. */
export function openJob(job: CrmJob | null, jobId: string): CrmJob {
  if (!job) throw new CrmRefusal('job-missing', `The CRM has no job ${jobId}.`);
  if (!job.isOpen) throw new CrmRefusal('job-closed', `The job ${jobId} is closed in the CRM.`);
  return job;
}
