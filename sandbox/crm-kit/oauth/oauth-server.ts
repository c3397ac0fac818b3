import type { SandboxClock, SeededRandom } from '../../kit/index.js';
import type { CrmUser } from '../book.js';
import type { TokenFault } from '../refusal.js';

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers may go back to; a `*` at the end stands for anything. */
  readonly redirectUris: string[];
}

export interface Grant {
  readonly id: string;
  readonly userId: string;
  readonly scope: string;
  revokedAt: number | null;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly idToken: string;
  /** Absent when the refresh token in use stays valid. */
  readonly refreshToken: string | null;
  readonly lifeSeconds: number;
}

/** In what the CRMs' authorisation servers differ. */
export interface OAuthRules {
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly accessLifeMs: number;
  /** `single-use`: each refresh gives a new refresh token and ends the one before. */
  readonly refresh: 'single-use' | 'stable';
  readonly isSecretNeeded: boolean;
  /** Status of a refusal at the token endpoint. */
  readonly refusalStatus: number;
  /** The body of a successful token answer. */
  tokenAnswer(tokens: TokenSet, grant: Grant): object;
  /** What the browser brings back besides code and state. */
  callback?(): Readonly<Record<string, string>>;
}

/** Shown to the app as RFC 6749 says. */
export class OAuthRefusal extends Error {
  constructor(readonly error: string, readonly description: string) {
    super(description);
  }
}

type Parameters = Readonly<Record<string, unknown>>;
interface Issued { readonly grantId: string; expiresAt: number }
type TokenKind = 'access' | 'id';

const CODE_LIFE_MS = 10 * 60_000;

/** Codes, grants and tokens of one CRM, on the sandbox clock. */
export class OAuthServer {
  readonly grants = new Map<string, Grant>();
  /** Told when all tokens are ended on demand, so that sessions made from them end too. */
  readonly onExpiry: (() => void)[] = [];
  private readonly codes = new Map<string, Issued & { readonly redirectUri: string; isUsed: boolean }>();
  private readonly tokens = new Map<string, Issued & { readonly kind: TokenKind }>();
  private readonly refreshTokens = new Map<string, { readonly grantId: string; isUsed: boolean }>();

  constructor(readonly app: OAuthApp, readonly rules: OAuthRules, private readonly clock: SandboxClock, private readonly random: SeededRandom) {}

  /** Refuses without a redirect when the app or the way back is not known. */
  assertApp(parameters: Parameters): string {
    const redirectUri = textOf(parameters, 'redirect_uri');
    if (parameters.client_id !== this.app.clientId) throw new OAuthRefusal('invalid_client', 'Unknown client.');
    if (!this.app.redirectUris.some((known) => fits(known, redirectUri))) throw new OAuthRefusal('invalid_request', 'The redirect_uri is not registered.');
    if (parameters.response_type !== 'code') throw new OAuthRefusal('unsupported_response_type', 'Use response_type=code.');
    return redirectUri;
  }

  /** A person has signed in and said yes: where the browser goes. */
  accept(parameters: Parameters, user: CrmUser): string {
    const redirectUri = this.assertApp(parameters);
    const grant: Grant = { id: this.random.uuid(), userId: user.id, scope: textOf(parameters, 'scope'), revokedAt: null };
    const code = this.random.hex(32);
    this.grants.set(grant.id, grant);
    this.codes.set(code, { grantId: grant.id, redirectUri, expiresAt: this.clock.now() + CODE_LIFE_MS, isUsed: false });
    return backTo(redirectUri, { code, ...stateOf(parameters), ...this.rules.callback?.() });
  }

  decline(parameters: Parameters): string {
    return backTo(this.assertApp(parameters), { error: 'access_denied', ...stateOf(parameters) });
  }

  answer(parameters: Parameters): object {
    const isKnown = parameters.client_id === this.app.clientId
      && (!this.rules.isSecretNeeded || parameters.client_secret === this.app.clientSecret);
    if (!isKnown) throw new OAuthRefusal('invalid_client', 'Client authentication failed.');
    if (parameters.grant_type === 'authorization_code') return this.exchange(parameters);
    if (parameters.grant_type === 'refresh_token') return this.refresh(parameters);
    throw new OAuthRefusal('unsupported_grant_type', 'Use authorization_code or refresh_token.');
  }

  /** The grant of a token that is good for calls now, or what is wrong with it. */
  check(token: string | undefined, kind: TokenKind = 'access'): Grant | TokenFault {
    if (token === undefined || token === '') return 'missing';
    const issued = this.tokens.get(token);
    const grant = issued && this.grants.get(issued.grantId);
    if (!issued || !grant || issued.kind !== kind) return 'unknown';
    if (grant.revokedAt !== null) return 'revoked';
    return issued.expiresAt <= this.clock.now() ? 'expired' : grant;
  }

  /** Every access token is over now; refresh tokens stay. */
  expireTokens(): number {
    for (const issued of this.tokens.values()) issued.expiresAt = 0;
    for (const listener of this.onExpiry) listener();
    return this.tokens.size;
  }

  /** The customer removes the app inside the CRM: nothing of it works any more. */
  revokeApp(): number {
    const live = [...this.grants.values()].filter((grant) => grant.revokedAt === null);
    for (const grant of live) grant.revokedAt = this.clock.now();
    return live.length;
  }

  private exchange(parameters: Parameters): object {
    const code = this.codes.get(textOf(parameters, 'code'));
    if (!code || code.isUsed || code.expiresAt <= this.clock.now()) throw new OAuthRefusal('invalid_grant', 'The code is not valid.');
    if (parameters.redirect_uri !== code.redirectUri) throw new OAuthRefusal('invalid_grant', 'The redirect_uri is not the one of the authorisation.');
    code.isUsed = true;
    return this.issue(this.liveGrant(code.grantId), true);
  }

  private refresh(parameters: Parameters): object {
    const token = this.refreshTokens.get(textOf(parameters, 'refresh_token'));
    if (!token || token.isUsed) throw new OAuthRefusal('invalid_grant', 'The refresh token is not valid.');
    const grant = this.liveGrant(token.grantId);
    const isRotating = this.rules.refresh === 'single-use';
    token.isUsed = isRotating;
    return this.issue(grant, isRotating);
  }

  private liveGrant(id: string): Grant {
    const grant = this.grants.get(id);
    if (!grant || grant.revokedAt !== null) throw new OAuthRefusal('invalid_grant', 'The authorisation was taken back.');
    return grant;
  }

  private issue(grant: Grant, withRefresh: boolean): object {
    const [accessToken, idToken] = [this.random.hex(40), this.random.hex(48)];
    const expiresAt = this.clock.now() + this.rules.accessLifeMs;
    this.tokens.set(accessToken, { grantId: grant.id, expiresAt, kind: 'access' });
    this.tokens.set(idToken, { grantId: grant.id, expiresAt, kind: 'id' });
    const refreshToken = withRefresh ? this.random.hex(40) : null;
    if (refreshToken !== null) this.refreshTokens.set(refreshToken, { grantId: grant.id, isUsed: false });
    return this.rules.tokenAnswer({ accessToken, idToken, refreshToken, lifeSeconds: Math.floor(this.rules.accessLifeMs / 1000) }, grant);
  }
}

function fits(known: string, uri: string): boolean {
  return known.endsWith('*') ? uri.startsWith(known.slice(0, -1)) : uri === known;
}

function textOf(parameters: Parameters, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}

function stateOf(parameters: Parameters): Record<string, string> {
  return typeof parameters.state === 'string' ? { state: parameters.state } : {};
}

function backTo(uri: string, parameters: Readonly<Record<string, string>>): string {
  const target = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.toString();
}
