import type { VendorAnswer, VendorRequest } from './vendor-http.js';

/** What an administrator fills in before signing in, e.g. a data centre. */
export interface AccountOption {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** Values of a drop-down; free text without. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Kept sealed and never shown again. */
  readonly isSecret?: boolean;
  readonly isOptional?: boolean;
}

/** What a sign-in yields; kept sealed as a whole, replaced as a whole by each refresh. */
export interface AccountTokens {
  /** Where this account's calls go: absolute, no trailing slash. */
  readonly baseUrl: string;
  /** Access, refresh and id tokens, sessions: whatever the system needs, in its own words. */
  readonly values: Readonly<Record<string, string>>;
  /** Null: never by time, only by a refusal. */
  readonly expiresInSeconds: number | null;
  /** The organisation behind the sign-in at the outside system, where it tells. */
  readonly accountId: string | null;
  /** Who signed in, by the outside system's own id, where it tells and where writes must name somebody. */
  readonly userId?: string | null;
}

export type MultipartPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly fileName: string; readonly contentType: string; readonly content: Uint8Array };

export interface AccountRequest extends VendorRequest {
  /** Sent as multipart/form-data instead of `json` or `form`. */
  readonly multipart?: readonly MultipartPart[];
  /** Answers with these statuses are handed over too, besides 2xx, 404, 409 and 422. */
  readonly passOn?: readonly number[];
}

/** Calls without a credential of the hub's own while signing in or refreshing; `path` is an absolute address. Redirects are handed over (`passOn` 3xx). */
export interface SignInHttp {
  request(request: AccountRequest): Promise<VendorAnswer>;
}

/** What signing in and refreshing work with. */
export interface SignInContext {
  readonly options: Readonly<Record<string, string>>;
  /** The hub's own OAuth client at this system, from configuration; null when none is configured. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  /** `hosts` of the definition; all are the configured address when there is one (`VENDOR_<SYSTEM>_URL`). */
  readonly hosts: Readonly<Record<string, string>>;
  readonly http: SignInHttp;
  /** The Lever account that this organisation recruits in, where known. */
  readonly ownLeverAccountId: string | null;
}

/**
 * An account at an outside system, beside the integration's vendor, into which a person signs in with a browser.
 * One per installation and system. The hub keeps the tokens, refreshes them one at a time and notices when they are refused.
 */
export interface OutsideAccountDefinition {
  /** Kebab-case, unique within the integration; also names `VENDOR_<SYSTEM>_URL` and `OUTSIDE_<SYSTEM>_CLIENT_ID` and `_SECRET`. */
  readonly system: string;
  /** As people call it. */
  readonly name: string;
  /** Public addresses by a name of its own choice; absolute, no trailing slash. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly options: readonly AccountOption[];
  /** The system's documented limit for one account: so many requests in any so many seconds. The hub stays below it, over all its processes. */
  readonly limit: { readonly requests: number; readonly inSeconds: number };
  /** Works without a configured client, e.g. because the options bring one. */
  readonly bringsClient?: boolean;
  /** Address of the system's own sign-in page. */
  signInUrl(ctx: SignInContext, to: { readonly redirectUri: string; readonly state: string }): Promise<string>;
  /** The browser came back with a code. Throws `CallerError` in words an administrator understands when the account cannot be used. */
  exchange(ctx: SignInContext, back: { readonly code: string; readonly redirectUri: string }): Promise<AccountTokens>;
  /** New tokens for old ones; throws `SignInRefused` when the grant is gone. Called by one process at a time. */
  refresh(ctx: SignInContext, tokens: AccountTokens): Promise<AccountTokens>;
  /** Headers of one call. Pure. */
  authorize(tokens: AccountTokens, options: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

/**
 * Calls with the account's own credential, relative to its own base URL. A refused token (401) is refreshed once. Throws `AccountLost`
 * when the account must be signed in to again, `OutcomeUnknown` when a non-repeatable request's answer was lost, `OutsideError`
 * (retryable) for 429, 5xx and refused connections, and not retryable for other statuses that are not passed on.
 */
export interface AccountHttp {
  request(request: AccountRequest): Promise<VendorAnswer>;
  /** Which account it is, for links into it, and who signed in. */
  account(): Promise<{
    readonly baseUrl: string; readonly accountId: string | null; readonly userId: string | null; readonly options: Readonly<Record<string, string>>;
  }>;
}

export interface AccountStatus {
  readonly system: string;
  readonly state: 'none' | 'pending' | 'active' | 'needs_reauth' | 'revoked';
  readonly accountId: string | null;
}

/** The outside accounts of one installation. */
export interface OutsideAccounts {
  status(system: string): Promise<AccountStatus>;
  http(system: string): AccountHttp;
  /** Address of the sign-in page, usable for ten minutes by one browser. Throws 422 naming options that are missing or no choice. */
  signIn(system: string, options: Readonly<Record<string, string>>): Promise<{ readonly url: string; readonly expiresAt: number }>;
  /** Forgets the tokens; harmless when there are none. */
  disconnect(system: string): Promise<void>;
}
