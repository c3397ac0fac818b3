import { Candidates } from './candidates.js';
import type { Account, Light } from './records.js';
import { refusal } from './refusal.js';
import { candidateBody, statusBody } from './wire.js';

export interface MethodContext { account: Account; fields: Readonly<Record<string, string>>; candidates: Candidates; baseUrl: string }
type Method = (ctx: MethodContext) => object;

function need(fields: Readonly<Record<string, string>>, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw refusal('missing_parameter', `${name} is required.`);
  return value;
}

const get: Method = ({ account, fields, candidates, baseUrl }) => candidateBody(account, candidates.get(account, need(fields, 'id')), baseUrl);

const list: Method = ({ account, fields, baseUrl }) => {
  const since = fields.updated_since === undefined ? 0 : Date.parse(fields.updated_since);
  const limit = Math.min(100, Number(fields.limit ?? 10));
  const offset = Number(fields.offset ?? 0);
  const found = [...account.candidates.values()].filter((one) => one.updatedAt >= since)
    .sort((a, b) => a.updatedAt - b.updatedAt || Number(a.id) - Number(b.id));
  return { total: found.length, candidates: found.slice(offset, offset + limit).map((one) => candidateBody(account, one, baseUrl)) };
};

const assign: Method = ({ account, fields, candidates }) => {
  const light = fields.traffic_light ?? null;
  if (light !== null && !['green', 'yellow', 'red'].includes(light)) throw refusal('invalid_parameter', 'traffic_light must be green, yellow or red.');
  if (light === null && fields.status_id === undefined) throw refusal('missing_parameter', 'traffic_light or status_id is required.');
  candidates.assign(account, need(fields, 'id'), need(fields, 'vacancy_id'), { light: light as Light | null, statusId: fields.status_id ?? null });
  return {};
};

const requestDelete: Method = ({ account, fields }) => {
  const emails = need(fields, 'emails').split(',').map((one) => one.trim().toLowerCase());
  if (emails.length > 100) throw refusal('invalid_parameter', 'At most 100 addresses.');
  account.deletionRequests.push(...emails);
  return { requested: emails.length };
};

const addStatus: Method = ({ account, fields }) => {
  const label = need(fields, 'label');
  if ([...account.statuses.values()].some((one) => one.label === label)) throw refusal('duplicate', 'There is a status of that name.');
  const id = account.newId();
  const status = { id, label, type: 'extra' as const, enabled: true, group: fields.group ?? 'general', order: account.statuses.size };
  account.statuses.set(id, status);
  return statusBody(status);
};

const editStatus: Method = ({ account, fields }) => {
  const status = account.statuses.get(need(fields, 'id'));
  if (!status) throw refusal('not_found', 'There is no such status.');
  if (fields.enabled === 'no' && ['Applicants', 'New', 'Keep on file'].includes(status.label)) throw refusal('fixed', `${status.label} cannot be switched off.`);
  if (fields.label !== undefined) status.label = fields.label;
  if (fields.group !== undefined) status.group = fields.group;
  if (fields.order !== undefined) status.order = Number(fields.order);
  if (fields.enabled !== undefined) status.enabled = fields.enabled === 'yes';
  return statusBody(status);
};

const webhook: Method = ({ account, fields }) => {
  const action = fields.action ?? 'get';
  if (action === 'get') return { webhooks: [...account.subscriptions.values()].map(({ secret: _secret, ...one }) => one) };
  const url = need(fields, 'url');
  if (action === 'delete') {
    if (!account.subscriptions.delete(url)) throw refusal('not_found', 'There is no such webhook.');
    return {};
  }
  account.subscriptions.set(url, { url, secret: fields.secret ?? null, groups: (fields.groups ?? 'candidate').split(','), failures: 0, enabled: true });
  return { url };
};

/** Every call the emulator knows, by the name that goes into `method`. */
export const METHODS: Readonly<Record<string, Method>> = {
  'user/profile': ({ account }) => ({ account: account.name, type: 'super_admin' }),
  'candidates/get': get, 'candidates/list': list, 'candidates/assign-status': assign, 'candidates/request-delete-by-emails': requestDelete,
  'vacancies/list': ({ account }) => ({ vacancies: [...account.vacancies.values()].map((one) => ({ ...one, id: Number(one.id), crm_reference: one.crmReference })) }),
  'statuses/list': ({ account }) => ({ statuses: [...account.statuses.values()].sort((a, b) => a.order - b.order).map(statusBody) }),
  'statuses/add': addStatus, 'statuses/edit': editStatus, 'webhooks/webhook': webhook,
};
