import { applyToPosting } from '../actions/apply.js';
import { storeFile } from '../actions/store-file.js';
import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, data, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import type { Posting } from '../model/hiring.js';
import type { AnsweredForm, Origin, StoredFile } from '../model/opportunity.js';
import { applyForm, requiredPersonalInformation } from './apply-form.js';
import { postingOf } from './postings.js';

function namedValues(body: Body, field: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const entry of body.objects(field) ?? []) {
    const [name, value] = [entry.text('name'), entry.text('value')];
    if (name !== undefined && value !== undefined && value !== '') values.set(name, value);
  }
  return values;
}

function originIn(body: Body): Origin | undefined {
  const origin = body.text('origin');
  if (origin !== undefined && origin !== 'applied'
    && origin !== 'internal') throw badRequest(`Invalid origin: ${origin} at /origin`);
  return origin;
}

/** The uploaded file a `resume` answer points to, by the uri that `POST /uploads` gave. */
function uploadedResume(account: LeverAccount, uri: string | undefined): { file: StoredFile } | undefined {
  if (uri === undefined) return undefined;
  const upload = account.uploads.get(decodeURIComponent(uri.split('/').pop() ?? ''));
  if (upload === undefined
    || upload.expiresAt <= account.now()) throw badRequest('Invalid upload uri at /personalInformation/resume');
  return { file: storeFile(account, upload.filename, upload.content) };
}

function answersIn(account: LeverAccount, posting: Posting, body: Body): AnsweredForm[] {
  const sets = body.objects('customQuestions') ?? [];
  for (const set of sets) {
    if (!posting.customQuestions.some((form) =>
      form.id === set.text('id'))) throw badRequest('Unknown question set at /customQuestions');
  }
  return posting.customQuestions.flatMap((form) => {
    const fields = sets.find((set) => set.text('id') === form.id)?.objects('fields');
    if (fields !== undefined
      && fields.length !== form.fields.length) throw badRequest('Field count mismatch at /customQuestions');
    const missing = form.fields.find((field, index) => field.required && !fields?.[index]?.has('value'));
    if (missing !== undefined) throw badRequest(`Missing required answer: ${missing.text} at /customQuestions`);
    if (fields === undefined) return [];
    return [{
      id: account.uuid(), type: 'posting', text: form.text, instructions: '', baseTemplateId: form.id, user: posting.user,
        stage: null,
      fields: form.fields.map((field, index) => ({ ...field, value: fields[index]?.fields.value ?? null })),
      createdAt: account.now(), completedAt: account.now(),
    }];
  });
}

function handleApply(call: Call): Answer {
  const { account, body } = call;
  const posting = postingOf(call);
  const personal = namedValues(body, 'personalInformation');
  for (const name of requiredPersonalInformation) {
    if (!personal.has(name)) throw badRequest(`Missing required field: ${name} at /personalInformation`);
  }
  const opportunity = applyToPosting(account, posting, {
    name: personal.get('fullName') ?? '', email: personal.get('email') ?? '', phone: personal.get('phone'),
    company: personal.get('currentCompany'), location: personal.get('currentLocation'),
      comments: personal.get('additionalInformation'),
    links: [...namedValues(body, 'urls').values()], origin: originIn(body), source: body.text('source'),
    preferredLocation: personal.get('preferredPostingLocation'), customQuestions: answersIn(account, posting, body),
    resume: uploadedResume(account, personal.get('resume')),
    metadata: {
      ipAddress: body.text('ipAddress'), referer: body.text('referer'), userAgent: body.text('userAgent'),
      acceptLanguage: body.text('acceptLanguage'), timezone: body.text('timezone'),
    },
    eeo: { source: 'api', answers: body.object('eeoResponses')?.fields ?? {} },
  });
  return data({ applicationId: opportunity.application?.id });
}

function handleUpload(call: Call): Answer {
  const { account } = call;
  const received = call.body.file('file');
  if (received === undefined) throw badRequest('Missing required file at /file');
  const safeName = received.filename.replace(/[^A-Za-z0-9._-]+/g, '_');
  const id = `${account.uuid()}-${safeName}`;
  const expiresAt = account.now() + 24 * 3_600_000;
  account.uploads.set(id, { id, filename: received.filename, expiresAt, content: received.content });
  return data({ expiresAt, filename: received.filename, id, uri: `${account.urls.apiBase}/uploads/${id}`,
    size: received.content.length });
}

export const applyRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/postings/:p/apply', permission: 'Find a posting application form', scopes: ['postings:read'],
    handle: (call) => data(applyForm(postingOf(call), call.query)) },
  { method: 'POST', path: '/postings/:p/apply', permission: 'Apply to a posting', scopes: ['postings:write'], status: 201,
    isApplication: true, handle: handleApply },
  { method: 'POST', path: '/uploads', permission: 'Apply to a posting', scopes: ['uploads:write', 'postings:write'], status: 201,
    handle: handleUpload },
];
