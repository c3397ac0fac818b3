/** HTTP as customers speak it. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The answer's JSON, else its text; an error tells what the server said. */
export async function call(method, url, { key, body, headers } = {}) {
  const response = await fetch(url, {
    method, headers: { ...(key && { authorization: `Bearer ${key}` }), ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 429) { await sleep(300); return call(method, url, { key, body, headers }); }
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const answer = text === '' ? null : isJson ? JSON.parse(text) : text;
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${answer?.detail ?? text} ${JSON.stringify(answer?.errors ?? [])}`);
  return answer;
}

export async function until(what, isTrue, withinMs = 90_000) {
  for (let waited = 0; waited < withinMs; waited += 150) {
    const found = await isTrue();
    if (found) return found;
    await sleep(150);
  }
  throw new Error(`Did not happen: ${what}`);
}
