import { valueAt, type Crm, type Entry, type Fields } from '../crm-kit/index.js';

export type Query = { Querystring: Record<string, string> };
export interface ById { Params: { id: string } }

export function candidateRow(crm: Crm, { id, fields, createdAt, updatedAt }: Entry): Fields {
  const { recruiterUserId, ...more } = fields;
  const recruiters = (recruiterUserId as number[]).map((userId) => ({ userId }));
  return { candidateId: Number(id), ...more, recruiters, createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
}

export function jobRow({ id, fields }: Entry): Fields {
  return { jobId: Number(id), jobTitle: fields.jobTitle, status: fields.status };
}

export function applicationRow(crm: Crm, { id, fields }: Entry): Fields {
  const job = crm.book.jobs.get(String(fields.jobId));
  return {
    applicationId: Number(id), source: fields.source, status: { name: fields.status, active: true }, manual: false,
    candidate: { candidateId: Number(fields.personId) }, job: { jobId: Number(fields.jobId), jobTitle: job?.fields.jobTitle },
  };
}

export function page(rows: readonly Fields[], query: Record<string, string>): object {
  const offset = Number(query.Offset ?? query.offset ?? 0);
  const limit = Math.min(1000, Number(query.Limit ?? query.limit ?? 50));
  return { items: rows.slice(offset, offset + limit), totalCount: rows.length, links: {} };
}

/** Every filter of the query that names one of `paths` must hold; text is found anywhere in the field. */
export function matches(row: Fields, query: Record<string, string>, paths: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(paths).every(([filter, fields]) => {
    const wanted = query[filter]?.toLowerCase();
    return wanted === undefined || fields.some((path) => textsAt(row, path).some((text) => text.toLowerCase().includes(wanted)));
  });
}

function textsAt(row: Fields, path: string): string[] {
  const value = valueAt(row, path);
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
}
