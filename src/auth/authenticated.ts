import type { FastifyRequest } from 'fastify';
import type { Principal } from '../sdk/principal.js';

/** What passport leaves on the request. */
export interface Authenticated {
  readonly principal: Principal;
  readonly keyId: string;
  readonly by: 'key' | 'token';
}

/** `principal` is what `@Caller()` gives. */
export type AuthenticatedRequest = FastifyRequest & { authenticated?: Authenticated; principal?: Principal };

const BEARER = /^Bearer ([!-~]{1,4096})$/i;
const KEY_START = 'pb_';

export type Credential = { readonly kind: 'key' | 'token'; readonly text: string };

/** The bearer credential; null when there is none that could be one. */
export function credentialOf(header: string | undefined): Credential | null {
  const text = BEARER.exec(header ?? '')?.[1];
  if (text === undefined) return null;
  return { kind: text.startsWith(KEY_START) ? 'key' : 'token', text };
}
