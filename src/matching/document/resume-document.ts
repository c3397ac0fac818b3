/** Why a résumé file gave no text. */
export type DocumentFailureReason = 'unreadable' | 'unsupported' | 'encrypted' | 'empty' | 'too-large' | 'hostile' | 'timed-out';

/** A résumé file that could not be read; `detail` is for people, without any content of the file. */
export interface DocumentFailure {
  readonly ok: false;
  readonly reason: DocumentFailureReason;
  readonly detail: string;
}

/** The text of a résumé file. */
export interface DocumentText {
  readonly ok: true;
  readonly text: string;
  readonly format: DocumentFormat;
  /** True when the file holds more than was read. */
  readonly isCut: boolean;
}

export type DocumentFormat = 'pdf' | 'docx' | 'text';

export type DocumentResult = DocumentText | DocumentFailure;

/** What a file may cost. */
export interface DocumentLimits {
  readonly maxFileBytes: number;
  /** Of all parts of a DOCX together, unpacked. */
  readonly maxUnpackedBytes: number;
  readonly maxPages: number;
  readonly maxCharacters: number;
  readonly timeoutMs: number;
  readonly maxHeapMb: number;
  /** Growth of the whole process while a file is read, buffers outside the heap included. */
  readonly maxGrowthMb: number;
}

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  maxFileBytes: 20 * 1024 * 1024, maxUnpackedBytes: 60 * 1024 * 1024, maxPages: 40, maxCharacters: 200_000,
  timeoutMs: 15_000, maxHeapMb: 256, maxGrowthMb: 600,
};

/** Shorter texts hold nothing to read: a scan, or an empty page. */
export const LEAST_CHARACTERS = 20;
