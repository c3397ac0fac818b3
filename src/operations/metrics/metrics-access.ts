import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface MetricsRequest {
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'];
const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Metrics name no person and no tenant, but they are not for the public: with a token configured they need
 * `Authorization: Bearer <token>`; without one they answer this machine only, and nothing that a proxy passed on.
 */
export function mayReadMetrics(request: MetricsRequest, token: string | null): boolean {
  if (token !== null) {
    const given = request.headers.authorization;
    return typeof given === 'string' && timingSafeEqual(digest(given), digest(`Bearer ${token}`));
  }
  if (FORWARDED.some((name) => request.headers[name] !== undefined)) return false;
  const address = request.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
