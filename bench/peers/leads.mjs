import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 6;

/** A call of Lever, tried again when no answer came or Lever was busy, as scripts do. */
async function post({ baseUrl, key, superAdmin }, path, body) {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  for (let n = 1; ; n++) {
    try {
      const response = await fetch(`${baseUrl}${path}?perform_as=${superAdmin}`, {
        method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body),
      });
      if (response.ok) return (await response.json()).data;
      if (response.status !== 429 && response.status < 500) throw Object.assign(new Error(`Lever answered ${response.status}: ${await response.text()}`), { isFinal: true });
    } catch (error) {
      if (error.isFinal || n === TRIES) throw error;
    }
    await sleep(500);
  }
}

async function lead(lever, contact, postingId) {
  const { id } = await post(lever, '/opportunities', { contact, postings: [postingId], stage: 'lead-new', origin: 'sourced' });
  await post(lever, `/opportunities/${id}/notes`, { value: 'Recommended for this job.' });
}

/** Knows the seven already; one call after another. */
export async function straightLine(lever, postingId) {
  for (const contact of lever.contacts.slice(0, 7)) await lead(lever, contact, postingId);
}

/** The same, everybody at once. */
export async function atOnce(lever, postingId) {
  await Promise.all(lever.contacts.slice(0, 7).map((contact) => lead(lever, contact, postingId)));
}
