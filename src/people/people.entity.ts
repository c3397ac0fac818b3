import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

const PersonResumeSchema = coreTable({
  table: 'person_resume',
  runner: 'none',
  person: { by: { column: 'contact_id', is: 'contact' }, erase: 'row' },
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    contactId: p.string().length(60),
    source: p.string().length(200),
    sourceAtMs: p.bigint('number'),
    /** SHA-256 of the text; null when it could not be read. */
    hash: p.string().length(64).nullable(),
    problem: p.text().nullable(),
    /** The text under the person's own key. */
    body: p.text().nullable(),
    lastActiveMs: p.bigint('number'),
    /** Position in the tenant's feed of changes, taken under the lock of `people_library` (D15). */
    change: p.bigint('number'),
  },
  uniques: [{ name: 'person_resume_contact', properties: ['tenantId', 'contactId'] }],
  indexes: [{ name: 'person_resume_change', properties: ['tenantId', 'change'] }],
});
/** The newest résumé of a person: what the index is rebuilt from. */
export class PersonResume extends PersonResumeSchema.class {}
PersonResumeSchema.setClass(PersonResume);

const PeopleLibrarySchema = coreTable({
  table: 'people_library',
  runner: 'none',
  properties: { tenantId: p.uuid().primary(), change: p.bigint('number') },
});
/** Counter of changes to a tenant's résumés. */
export class PeopleLibrary extends PeopleLibrarySchema.class {}
PeopleLibrarySchema.setClass(PeopleLibrary);

const PeopleStatisticsSchema = coreTable({
  table: 'people_statistics',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    number: p.integer(),
    /** Rules and lexicon that counted. */
    rules: p.string().length(120),
    /** Date at which the people were read, YYYY-MM-DD. */
    asOf: p.string().length(10),
    documents: p.integer(),
    snapshot: p.json().$type<object>(),
    createdAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'people_statistics_number', properties: ['tenantId', 'number'] }],
});
/** How telling words are among a tenant's people, frozen under a number that decisions keep (D24). */
export class PeopleStatistics extends PeopleStatisticsSchema.class {}
PeopleStatisticsSchema.setClass(PeopleStatistics);

export const PEOPLE_ENTITIES = [PersonResume, PeopleLibrary, PeopleStatistics];
