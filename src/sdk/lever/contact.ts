/** `type` is mobile, home, work, skype, other, or missing. */
export interface Phone { readonly type: string | null; readonly value: string }

export interface ConsentState { readonly allowed: boolean; readonly expiresAt: number | null }

/** A person. No list and no search: reached through their opportunities. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly headline: string;
  /** True once all opportunities of the person are anonymised; Lever then refuses changes and new opportunities. */
  readonly isAnonymized: boolean;
  /** An object here, a plain string on the opportunity. */
  readonly location: { readonly name: string } | null;
  readonly emails: readonly string[];
  readonly phones: readonly Phone[];
}

/** Omitted fields were kept where recorded, but Lever does not promise it: send the whole set. */
export interface ContactUpdate {
  readonly name?: string;
  readonly headline?: string;
  readonly location?: string;
  readonly emails?: readonly string[];
  readonly phones?: readonly { readonly type?: string; readonly value: string }[];
}
