import type { SeededRandom } from '../kit/index.js';

export type Light = 'green' | 'yellow' | 'red';
export interface Status { id: string; label: string; type: 'default' | 'extra'; enabled: boolean; group: string; order: number }
export interface Vacancy { id: string; reference: string; crmReference: string | null; title: string; status: 'active' | 'placed' | 'archived'; createdBy: string }
export interface Application {
  vacancyId: string; statusId: string; light: Light | null; appliedAt: number; source: string; screening: { question: string; answer: string }[];
}
export interface StoredFile { id: string; name: string; type: string; content: Buffer; contentType: string }
export interface Candidate {
  id: string; firstname: string; lastname: string; email: string | null; phone: string | null; location: string | null; position: string | null;
  links: string[]; commsStatus: 'unknown' | 'applied' | 'unsubscribed'; consent: string | null; createdAt: number; updatedAt: number; withdrawn: boolean;
  applications: Application[]; files: StoredFile[];
}
export interface Subscription { url: string; secret: string | null; groups: string[]; failures: number; enabled: boolean }

/** One idibu account and everything in it. */
export class Account {
  readonly candidates = new Map<string, Candidate>();
  readonly vacancies = new Map<string, Vacancy>();
  readonly statuses = new Map<string, Status>();
  readonly subscriptions = new Map<string, Subscription>();
  /** Addresses whose deletion was asked for. */
  readonly deletionRequests: string[] = [];
  private nextId = 1000;

  constructor(readonly name: string, public token: string | null) {}

  newId(): string {
    this.nextId += 1;
    return String(this.nextId);
  }

  status(label: string): Status {
    const found = [...this.statuses.values()].find((one) => one.label === label);
    if (!found) throw new Error(`There is no status ${label}.`);
    return found;
  }
}

/** Applicants has the number 11 in every account (public API). */
const STATUSES: readonly (readonly [string, string, string])[] = [
  ['11', 'Applicants', 'general'], ['1', 'New', 'general'], ['2', 'Added', 'green'], ['3', 'Shortlist', 'star'], ['4', 'Interview', 'blue'],
  ['5', 'Offer', 'blue'], ['6', 'Placed', 'green'], ['7', 'Keep on file', 'yellow'], ['8', 'Rejected', 'red'],
];

const VACANCIES: readonly (readonly [string, string, string | null])[] = [
  ['IDB-100', 'Registered Nurse', 'RN-300'], ['IDB-101', 'Warehouse Operator', 'WH-100'], ['IDB-102', 'Payroll Specialist', null],
  ['IDB-103', 'Night Receptionist', 'NR-400'],
];

/** The same on every start, so that a stored connection outlives a restart. */
export function plantAccount(name: string, random: SeededRandom): Account {
  const account = new Account(name, `idb_${random.hex(32)}`);
  for (const [order, [id, label, group]] of STATUSES.entries()) account.statuses.set(id, { id, label, type: 'default', enabled: true, group, order });
  for (const [index, [reference, title, crmReference]] of VACANCIES.entries()) {
    const id = String(501 + index);
    account.vacancies.set(id, { id, reference, crmReference, title, status: 'active', createdBy: 'advert.sender@example.com' });
  }
  return account;
}
