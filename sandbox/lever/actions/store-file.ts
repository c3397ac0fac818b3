import type { LeverAccount } from '../account.js';
import { badRequest } from '../http/errors.js';
import type { FileStatus, StoredFile } from '../model/opportunity.js';

const accepted = ['docx', 'doc', 'js', 'jpg', 'png', 'pdf', 'txt'];
const unparsed = ['jpg', 'png'];

/** Keeps an uploaded binary; images are stored but never processed. */
export function storeFile(account: LeverAccount, filename: string, content: Buffer): StoredFile {
  const extension = extensionOf(filename);
  if (!accepted.includes(extension)) throw badRequest(`Unsupported file type. Supported types: ${accepted.join(', ')}.`);
  return {
    id: account.uuid(), name: filename, uploadedAt: account.now(), status: statusOf(extension, content), size: content.length,
    content: () => content,
  };
}

export function extensionOf(filename: string): string {
  const dot = filename.lastIndexOf('.');
  return dot < 0 ? '' : filename.slice(dot + 1).toLowerCase();
}

function statusOf(extension: string, content: Buffer): FileStatus {
  if (content.length === 0) return 'error';
  if (extension === 'pdf' && !content.subarray(0, 1024).includes('%PDF')) return 'error';
  return unparsed.includes(extension) ? 'unsupported' : 'processed';
}
