import type { LeverAnswer } from './lever-request.js';

/** Where a redirect leads, if it stays on the same host: the credential goes nowhere else. */
export function redirectTarget(answer: LeverAnswer, from: URL): URL | null {
  const location = answer.headers.location;
  if (![301, 302, 307, 308].includes(answer.status) || location === undefined || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from.href);
  return target.origin === from.origin ? target : null;
}
