/** `ext` has a dot on files (`.pdf`) and none on résumés; some rows hold only `.`. */
export interface LeverFileFields {
  readonly name: string;
  readonly ext: string | null;
  readonly uploadedAt: number | null;
  /** processing, processed, unsupported, error or null. */
  readonly status: string | null;
  readonly size: number | null;
}

/** Lever's `downloadUrl` is left out: some rows name its web app. Download by id. */
export interface LeverFile extends LeverFileFields { readonly id: string }

export interface MonthOfYear { readonly year: number | null; readonly month: number | null }

export interface ResumePosition {
  readonly org: string | null; readonly title: string | null; readonly summary: string | null; readonly location: string | null;
  readonly start: MonthOfYear | null;
  /** Null: still there. */
  readonly end: MonthOfYear | null;
}

export interface ResumeSchool {
  readonly org: string | null; readonly degree: string | null; readonly field: string | null; readonly summary: string | null;
  readonly start: MonthOfYear | null; readonly end: MonthOfYear | null;
}

export interface Resume {
  readonly id: string;
  readonly createdAt: number;
  /** Null for résumés made from a web profile. */
  readonly file: LeverFileFields | null;
  /** Null when Lever could not parse the file. */
  readonly parsedData: { readonly positions: readonly ResumePosition[]; readonly schools: readonly ResumeSchool[] } | null;
}

export interface FileAction {
  readonly id: string;
  readonly opportunityId: string | null;
  /** file-added, resume-imported or file-remove. */
  readonly type: string;
  readonly occurredAt: number | null;
  readonly createdAt: number | null;
  readonly user: string | null;
}

export interface UploadedFilter { readonly uploadedAtStart?: number; readonly uploadedAtEnd?: number }
export interface OccurredFilter { readonly occurredAtStart?: number; readonly occurredAtEnd?: number }

/** A file to send: docx, doc, js, jpg, png, pdf or txt, at most 30 MB. */
export interface OutgoingFile { readonly name: string; readonly contentType: string; readonly content: Uint8Array }
