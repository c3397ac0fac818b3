import { createHash } from 'node:crypto';
import { LeverBadRequest, LeverNotFound, type Resume } from 'patchbay/sdk';
import type { Working } from './popp.context.js';
import type { ReadResume } from './results.js';

export type ResumeReading =
  | { readonly ok: true; readonly text: string; readonly resume: ReadResume }
  | { readonly ok: false; readonly cause: string; readonly resumeId: string | null; readonly resumeFile: string | null };

const CAUSE: Readonly<Record<string, string>> = {
  'unreadable': 'the resume cannot be read', 'unsupported': 'the format of the resume is not supported', 'encrypted': 'the resume is protected by a password',
  'empty': 'the resume holds no text', 'too-large': 'the resume is too large', 'hostile': 'the resume asks for more memory than a resume can', 'timed-out': 'reading the resume took too long',
};

/** The newest resume with a file, read now; nothing of it is kept. What is wrong with a file is a value, Lever's failures are thrown. */
export async function readNewestResume(ctx: Pick<Working, 'lever' | 'matching' | 'signal'>, opportunityId: string): Promise<ResumeReading> {
  const newest = await newestResume(ctx, opportunityId);
  if (!newest) return { ok: false, cause: 'there is no resume', resumeId: null, resumeFile: null };
  return readResume(ctx, opportunityId, newest.id, newest.file?.name ?? 'resume');
}

export async function newestResume(ctx: Pick<Working, 'lever'>, opportunityId: string): Promise<Resume | null> {
  let newest: Resume | null = null;
  for await (const one of ctx.lever.resumes.list(opportunityId)) {
    if (one.file !== null && (newest === null || one.createdAt > newest.createdAt)) newest = one;
  }
  return newest;
}

/** One resume by its id, for the report beside it. */
export async function readResume(ctx: Pick<Working, 'lever' | 'matching' | 'signal'>, opportunityId: string, id: string, name: string): Promise<ResumeReading> {
  const failed = (cause: string): ResumeReading => ({ ok: false, cause, resumeId: id, resumeFile: name });
  let content: Uint8Array;
  try {
    content = (await ctx.lever.resumes.download(opportunityId, id)).content;
  } catch (error) {
    if (error instanceof LeverNotFound) return failed('the resume is no longer in Lever');
    if (error instanceof LeverBadRequest) return failed('Lever cannot open the resume');
    throw error;
  }
  const read = await ctx.matching.readDocument(content, ctx.signal);
  if (!read.ok) return failed(`${CAUSE[read.reason] ?? CAUSE.unreadable}: ${read.detail}`);
  return { ok: true, text: read.text, resume: { id, file: name, hash: createHash('sha256').update(read.text).digest('hex') } };
}
