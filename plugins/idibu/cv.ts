import type { Applicant } from './applicant.entity.js';
import { IdibuClient } from './idibu.client.js';
import type { Writing } from './idibu.context.js';

/** The original CV file, from where the applicant comes from. */
export async function readCv(applicant: Applicant, ctx: Pick<Writing, 'lever' | 'vendor'>): Promise<{ content: Uint8Array; contentType: string }> {
  const ref = applicant.cvRef ?? '';
  if (applicant.source === 'idibu') return new IdibuClient(ctx.vendor).file(ref);
  const file = await ctx.lever.resumes.download(applicant.externalId, ref);
  return { content: file.content, contentType: file.contentType ?? 'application/octet-stream' };
}
