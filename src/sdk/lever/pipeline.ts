/** Ids are UUIDs except `lead-new`, `lead-reached-out`, `lead-responded`, `applicant-new`, `offer`. Texts change, ids do not. */
export interface Stage { readonly id: string; readonly text: string }

/** Hired is an archive reason of type `hired`, not a stage. */
export interface ArchiveReason {
  readonly id: string;
  readonly text: string;
  /** Inactive ones are listed too and should not be used for new archivings. */
  readonly status: string | null;
  /** `hired` or `non-hired`; null in `dispositionStages` stands for non-hired. */
  readonly type: string | null;
}

export interface DispositionStage extends Stage {
  /** lead, applicant, screen, onsite or offer. */
  readonly pipeline: string | null;
  /** May be fractional. */
  readonly rank: number | null;
  readonly hasInterview: boolean;
}

/** One object, not a list. */
export interface DispositionStages {
  readonly stages: readonly DispositionStage[];
  readonly archiveReasons: readonly ArchiveReason[];
}

/** A source or a tag: known by its text alone. */
export interface SourceTag { readonly text: string; readonly count: number | null }
