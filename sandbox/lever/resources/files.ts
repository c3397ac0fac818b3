import type { LeverAccount } from '../account.js';
import { extensionOf, storeFile } from '../actions/store-file.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent, opportunityOf } from '../http/call.js';
import { badRequest, LeverError } from '../http/errors.js';
import { show, showPage, type View } from '../http/view.js';
import type { FileAction, Opportunity, Resume, StoredFile } from '../model/opportunity.js';

interface Located<Row> {
  readonly opportunity: Opportunity;
  readonly row: Row;
}

function urlOf(account: LeverAccount, opportunity: Opportunity, tail: string): string {
  return `${account.urls.apiBase}/candidates/${opportunity.id}/${tail}/download`;
}

const resumeView: View<Located<Resume>> = {
  wire: (account, { opportunity, row }) => ({
    id: row.id, createdAt: row.createdAt,
    file: row.file && {
      name: row.file.name, ext: extensionOf(row.file.name), downloadUrl: urlOf(account, opportunity, `resumes/${row.id}`),
      uploadedAt: row.file.uploadedAt, status: row.file.status, size: row.file.size,
    },
    ...(row.parsedData === undefined ? {} : { parsedData: row.parsedData }),
  }),
  expansions: {},
};

const fileView: View<Located<StoredFile>> = {
  wire: (account, { opportunity, row }) => ({
    id: row.id, downloadUrl: urlOf(account, opportunity, `files/${row.id}`), ext: `.${extensionOf(row.name)}`, name: row.name,
    uploadedAt: row.uploadedAt, status: row.status, size: row.size,
  }),
  expansions: {},
};

const actionView: View<Located<FileAction>> = {
  wire: (_account, { opportunity, row }) => ({
    id: row.id, opportunityId: opportunity.id, type: row.type, occurredAt: row.occurredAt, createdAt: row.occurredAt,
    user: row.user === null ? null : { id: row.user }, meta: row.meta,
  }),
  expansions: {},
};

function located<Row>(call: Call, rowsOf: (opportunity: Opportunity) => readonly Row[]): Array<Located<Row>> {
  const opportunity = opportunityOf(call);
  return rowsOf(opportunity).map((row) => ({ opportunity, row }));
}

function resumes(call: Call): Array<Located<Resume>> {
  const within = call.query.window('uploaded_at');
  return located(call, ({ resumes: rows }) => rows).filter(({ row }) => within === undefined
    || within(row.file?.uploadedAt ?? row.createdAt));
}

function files(call: Call): Array<Located<StoredFile>> {
  const within = call.query.window('uploaded_at');
  return located(call, ({ files: rows }) => rows).filter(({ row }) => within === undefined || within(row.uploadedAt));
}

function actions(call: Call): Array<Located<FileAction>> {
  const within = call.query.window('occurred_at');
  return located(call, ({ fileActions }) => fileActions).filter(({ row }) => within === undefined || within(row.occurredAt));
}

function resumeOf(call: Call): Located<Resume> {
  return found(located(call, ({ resumes: rows }) => rows).find(({ row }) => row.id === call.params.r), 'resumes', call.params.r);
}

function fileOf(call: Call): Located<StoredFile> {
  return found(located(call, ({ files: rows }) => rows).find(({ row }) => row.id === call.params.f), 'files', call.params.f);
}

function download(file: StoredFile | null): Answer {
  if (file === null) throw new LeverError(404, 'ResourceNotFound', 'The resume has no file.');
  if (file.status === 'error') throw new LeverError(422, 'UnprocessableEntity', 'The file could not be processed.');
  return { file: { filename: file.name, content: file.content() } };
}

function recordAction(call: Call, opportunity: Opportunity, type: FileAction['type'], file: StoredFile): void {
  opportunity.fileActions.push({
    id: call.account.uuid(), type, occurredAt: call.account.now(), user: call.performAs?.id ?? null,
    meta: { fileId: file.id, fileName: file.name },
  });
}

function handleUpload(call: Call): Answer {
  const opportunity = opportunityOf(call);
  const received = call.body.file('file');
  if (received === undefined) throw badRequest('Missing required file at /file');
  const row = storeFile(call.account, received.filename, received.content);
  opportunity.files.push(row);
  recordAction(call, opportunity, 'file-added', row);
  return data(show(call, fileView, { opportunity, row }));
}

function handleDelete(call: Call): Answer {
  const { opportunity, row } = fileOf(call);
  opportunity.files.splice(opportunity.files.indexOf(row), 1);
  recordAction(call, opportunity, 'file-remove', row);
  return noContent;
}

const root = '/opportunities/:o';

export const fileRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: `${root}/resumes`, permission: 'Find all opportunity resumes', scopes: ['resumes:read'],
    handle: (call) => json(showPage(call, resumeView, resumes(call), { directions: ['desc', 'asc'], key: ({ row }) =>
      [row.createdAt, row.id] })) },
  { method: 'GET', path: `${root}/resumes/:r`, permission: 'Find an opportunity resume', scopes: ['resumes:read'],
    handle: (call) => data(show(call, resumeView, resumeOf(call))) },
  { method: 'GET', path: `${root}/resumes/:r/download`, permission: 'Download an opportunity resume file',
    candidatePermission: 'Download a candidate resume', scopes: ['resumes:read'], handle: (call) =>
      download(resumeOf(call).row.file) },
  { method: 'GET', path: `${root}/files`, permission: 'Find all opportunity files', scopes: ['files:read'],
    handle: (call) => json(showPage(call, fileView, files(call), { directions: ['asc', 'asc'], key: ({ row }) =>
      [row.uploadedAt, row.id] })) },
  { method: 'GET', path: `${root}/files/:f`, permission: 'Find an opportunity file', scopes: ['files:read'],
    handle: (call) => data(show(call, fileView, fileOf(call))) },
  { method: 'GET', path: `${root}/files/:f/download`, permission: 'Download an opportunity file', scopes: ['files:read'],
    handle: (call) => download(fileOf(call).row) },
  { method: 'POST', path: `${root}/files`, permission: 'Create an opportunity file', scopes: ['files:write'],
    performAs: 'required',
    status: 201, handle: handleUpload },
  { method: 'DELETE', path: `${root}/files/:f`, permission: 'Delete an opportunity file', scopes: ['files:write'],
    performAs: 'required',
    handle: handleDelete },
  { method: 'GET', path: `${root}/file_actions`, permission: 'Find all opportunity file actions', scopes: ['files:read'],
    handle: (call) => json(showPage(call, actionView, actions(call), { directions: ['desc', 'asc'], key: ({ row }) =>
      [row.occurredAt, row.id] })) },
];
