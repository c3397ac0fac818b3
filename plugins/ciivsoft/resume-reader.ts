import { LeverBadRequest, LeverNotFound, LeverUnexpectedAnswer, type Application, type KeptResume, type Resume } from 'patchbay/sdk';
import type { Working } from './ciivsoft.context.js';
import { newest, sufficesAlone, textOfForm, textOfParsed } from './resume-text.js';

/** What there is to read of a person; `text` null: nothing, and `problem` says why. */
export interface ReadResume { readonly source: string; readonly sourceAt: number; readonly text: string | null; readonly problem: string | null }

export type Found =
  | { readonly kind: 'kept'; readonly kept: KeptResume }
  | { readonly kind: 'read'; readonly resume: ReadResume }
  | { readonly kind: 'none' };

type Reading = Pick<Working, 'lever' | 'matching' | 'signal'>;

/**
 * The newest résumé of an opportunity: the file, else Lever's own reading of it. One that is kept already is not fetched again.
 * Files that cannot be read are values, never errors: a run goes on (CI-28).
 */
export async function findResume(ctx: Reading, opportunityId: string, kept: KeptResume | null, priority: 'fact' | 'bulk'): Promise<Found> {
  const resume = newest(await ctx.lever.resumes.list(opportunityId, {}, { priority }).toArray());
  if (!resume) return { kind: 'none' };
  if (kept?.hash != null && kept.source === sourceOf(resume)) return { kind: 'kept', kept };
  const { text, problem } = resume.file === null ? { text: null, problem: 'no file' } : await readFile(ctx, opportunityId, resume, priority);
  const parsed = text === null && resume.parsedData ? textOfParsed(resume.parsedData) : '';
  const readable = text ?? (sufficesAlone(parsed) ? parsed : null);
  return { kind: 'read', resume: { source: sourceOf(resume), sourceAt: resume.createdAt, text: readable, problem: readable === null ? problem : null } };
}

/** The application form, where it says enough to judge by it alone. */
export function readForm(application: Application): ReadResume | null {
  const text = textOfForm(application);
  return sufficesAlone(text) ? { source: `form:${application.id}`, sourceAt: application.createdAt, text, problem: null } : null;
}

const sourceOf = (resume: Resume): string => `resume:${resume.id}`;

async function readFile(ctx: Reading, opportunityId: string, resume: Resume, priority: 'fact' | 'bulk'): Promise<{ text: string | null; problem: string | null }> {
  try {
    const { content } = await ctx.lever.resumes.download(opportunityId, resume.id, { priority });
    const document = await ctx.matching.readDocument(content, ctx.signal);
    return document.ok ? { text: document.text, problem: null } : { text: null, problem: document.detail };
  } catch (error) {
    if (error instanceof LeverBadRequest || error instanceof LeverNotFound) return { text: null, problem: 'Lever cannot hand the file out' };
    if (error instanceof LeverUnexpectedAnswer) return { text: null, problem: 'the file is too large or damaged' };
    throw error;
  }
}
