import { createHmac } from 'node:crypto';
import { seeded } from '../kit/stats.mjs';

const BODY_BYTES = 1_024;

/** Whole HTTP requests, made before the clock runs. `targets`: `{ path, secret, opportunities }`, one for each tenant. */
export function bodiesOf({ kind, targets, seed, duplicateShare, total, host }) {
  const random = seeded(seed);
  const made = [];
  for (let n = 0; n < total; n++) {
    const earlier = made.length > 100 && random() < duplicateShare ? made[made.length - 1 - Math.floor(random() * 100)] : null;
    made.push(earlier ?? requestOf(kind, targets[n % targets.length], `${seed}-${n}`, Math.floor(random() * 1e6), host));
  }
  return made.map((request) => ({ ...request }));
}

function requestOf(kind, target, id, opportunity, host) {
  const { body, headers } = kind === 'lever' ? leverBody(target, id, opportunity) : vendorBody(target, id, opportunity);
  const head = [`POST ${target.path} HTTP/1.1`, `host: ${host}`, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  return { id, bytes: Buffer.from(`${head}\r\n\r\n${body}`) };
}

/** As Lever sends: the signature covers token and time only. Padded to 1 kB. */
function leverBody({ secret }, id, opportunity) {
  const triggeredAt = 1_700_000_000_000 + opportunity;
  const signature = createHmac('sha256', secret).update(`${id}${triggeredAt}`).digest('hex');
  const event = {
    id, event: 'candidateStageChange', triggeredAt, token: id, signature,
    data: { opportunityId: `opportunity-${opportunity}`, candidateId: `candidate-${opportunity}`, contactId: `contact-${opportunity}`, fromStageId: 'lead-new', toStageId: 'lead-reached-out' },
  };
  const bare = JSON.stringify(event).length;
  return { body: JSON.stringify({ ...event, note: 'x'.repeat(Math.max(0, BODY_BYTES - bare - 10)) }), headers: {} };
}

/** A vendor's event, signed over its bytes. */
function vendorBody({ secret, header }, id, opportunity) {
  const event = { id, opportunityId: `opportunity-${opportunity}` };
  const body = JSON.stringify({ ...event, note: 'x'.repeat(BODY_BYTES - JSON.stringify(event).length - 10) });
  return { body, headers: { [header]: createHmac('sha256', secret).update(body).digest('hex') } };
}
