import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { decodeText, formatOf } from './file-format.js';
import { DEFAULT_DOCUMENT_LIMITS, LEAST_CHARACTERS, type DocumentFailure, type DocumentFailureReason, type DocumentLimits, type DocumentResult } from './resume-document.js';
import { repairText } from './text-repair.js';

type WorkerAnswer = { ok: true; text: string; isCut: boolean } | { ok: false; reason: DocumentFailureReason; detail: string };

const WORKER = new URL(`./document.worker${fileURLToPath(import.meta.url).endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const WATCH_MS = 25;

const failed = (reason: DocumentFailureReason, detail: string): DocumentFailure => ({ ok: false, reason, detail });

/**
 * Reads the text of résumé files (PDF, DOCX, plain text), offline. Every file is read in a thread of its own, bounded in
 * size, time and memory; a file never takes the process down. Never throws for the sake of a file: failures are values.
 */
export class ResumeDocumentReader {
  constructor(private readonly limits: DocumentLimits = DEFAULT_DOCUMENT_LIMITS) {}

  /** `signal` ends the reading early; the answer is then `timed-out`. */
  async read(bytes: Uint8Array, signal?: AbortSignal): Promise<DocumentResult> {
    if (bytes.byteLength > this.limits.maxFileBytes) return failed('too-large', `larger than ${this.limits.maxFileBytes} bytes`);
    if (bytes.byteLength === 0) return failed('empty', 'the file is empty');
    const format = formatOf(bytes);
    switch (format) {
      case 'text': return this.finished(decodeText(bytes), 'text', false);
      case 'pdf':
      case 'docx': {
        const answer = await this.inThread(format, bytes, signal);
        return answer.ok ? this.finished(answer.text, format, answer.isCut) : answer;
      }
      case 'encrypted-office': return failed('encrypted', 'the document is protected by a password');
      case 'legacy-office':
      case 'rtf': return failed('unsupported', 'an old Word format; PDF, DOCX and plain text can be read');
      case 'unknown': return failed('unreadable', 'neither PDF, DOCX nor text');
    }
  }

  private finished(raw: string, format: 'pdf' | 'docx' | 'text', isCut: boolean): DocumentResult {
    const text = repairText(raw.slice(0, this.limits.maxCharacters));
    if (text.trim().length < LEAST_CHARACTERS) return failed('empty', 'the file holds no text; it may be a scan');
    return { ok: true, text, format, isCut: isCut || raw.length > this.limits.maxCharacters };
  }

  private inThread(format: 'pdf' | 'docx', bytes: Uint8Array, signal?: AbortSignal): Promise<WorkerAnswer> {
    const { maxUnpackedBytes, maxPages, maxCharacters, maxHeapMb } = this.limits;
    const worker = new Worker(WORKER, {
      workerData: { format, bytes: Uint8Array.from(bytes), maxUnpackedBytes, maxPages, maxCharacters },
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      stdout: true, stderr: true, execArgv: [], env: {},
    });
    return this.answerOf(worker, signal).finally(() => worker.terminate());
  }

  private answerOf(worker: Worker, signal?: AbortSignal): Promise<WorkerAnswer> {
    const before = process.memoryUsage.rss();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(failed('timed-out', `not read within ${this.limits.timeoutMs} ms`)), this.limits.timeoutMs);
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > this.limits.maxGrowthMb * 1_048_576) settle(failed('hostile', 'the document needs more memory than a résumé can'));
      }, WATCH_MS);
      const abort = (): void => settle(failed('timed-out', 'the reading was called off'));
      const settle = (answer: WorkerAnswer): void => {
        clearTimeout(timer);
        clearInterval(watch);
        signal?.removeEventListener('abort', abort);
        resolve(answer);
      };
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort, { once: true });
      worker.once('message', settle);
      worker.once('error', (error) => settle(causeOf(error)));
      worker.once('exit', () => settle(failed('unreadable', 'the reader ended without an answer')));
    });
  }
}

function causeOf(error: unknown): DocumentFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return failed('hostile', 'the document needs more memory than a résumé can');
  if (error instanceof RangeError) return failed('hostile', 'the document is nested beyond reason');
  return failed('unreadable', 'the document is damaged');
}
