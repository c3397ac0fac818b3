import type { CrmBook, CrmPool, CrmUser, NewJob, NewPerson, Vocabulary } from './book.js';

/** Every CRM has the same two users, a pool, some jobs and a few people, two of them doubles. */
export function seedUsers(id: (n: number) => string): CrmUser[] {
  return [
    { id: id(1), email: 'admin@crm.example', name: 'Crm Admin', password: 'admin-password' },
    { id: id(2), email: 'consultant@crm.example', name: 'Crm Consultant', password: 'consultant-password' },
  ];
}

export function seedPools(id: (n: number) => string): CrmPool[] {
  return [{ id: id(1), name: 'Keep on file' }, { id: id(2), name: 'Temps' }];
}

const jobs: readonly NewJob[] = [
  { title: 'Warehouse Operator', reference: 'WH-100', isOpen: true },
  { title: 'Backend Developer', reference: 'DEV-200', isOpen: true },
  { title: 'Registered Nurse', reference: 'RN-300', isOpen: true },
  { title: 'Night Receptionist', reference: 'NR-400', isOpen: false },
];

const people: readonly NewPerson[] = [
  { firstName: 'Known', lastName: 'Person', email: 'known@example.com', phone: '+442071234567' },
  { firstName: 'Phone', lastName: 'Only', phone: '+46701234567' },
  { firstName: 'Double', lastName: 'Entry', email: 'double@example.com' },
  { firstName: 'Double', lastName: 'Entry', email: 'double@example.com' },
];

export function plantSeed(book: CrmBook, vocabulary: Vocabulary): void {
  for (const job of jobs) book.jobs.add(vocabulary.job(job));
  for (const person of people) book.people.add(vocabulary.person(person));
}
