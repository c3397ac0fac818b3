import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setUpCareerPlace } from '../support/career-place-set-up.js';
import { startHubOverSandbox, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { OpenApi, type Operation } from '../support/openapi-operations.js';

const RUNS = Number(process.env.PATCHBAY_FUZZ_RUNS ?? 5_000);
const SEED = Number(process.env.PATCHBAY_FUZZ_SEED ?? 20_261_125);
/** Cut the hub off from what the other requests need, or take seconds each by calling outside. */
const LEFT_OUT = new Set(['disableInstallation', 'pauseInstallation', 'deactivateMember', 'revokeKey', 'shiftClock', 'saveLeverKey', 'exportAudit']);

let world: HubOverSandbox;
let openapi: OpenApi;

const nasty = fc.constantFrom('\u0000', '\ud800', '../../etc/passwd', "'; drop table job; --", '%00', 'NaN', '-1', '1e309', '9'.repeat(400), '{}', 'null', ' ', '😀', 'ÅÄÖ', '<script>');
const text = fc.oneof({ weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) }, { weight: 2, arbitrary: nasty }, { weight: 1, arbitrary: fc.uuid() });
const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text, fc.constant(null), fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 }));

/** A body near the schema: right, with one field wrong, with one too many, or anything at all. */
function bodies(operation: Operation): fc.Arbitrary<unknown> {
  if (!operation.body) return fc.constant(undefined);
  const good = openapi.example(operation.body) as Record<string, unknown>;
  const fields = Object.keys(openapi.resolve(operation.body).properties ?? {});
  const oneWrong = fields.length === 0 ? json : fc.tuple(fc.constantFrom(...fields), json).map(([field, value]) => ({ ...good, [field]: value }));
  return fc.oneof(fc.constant(good), oneWrong, oneWrong, fc.tuple(text, json).map(([field, value]) => ({ ...good, [field]: value })), json);
}

interface Shot { readonly path: string; readonly query: Record<string, string>; readonly headers: Record<string, string>; readonly body: unknown }

function shots(operation: Operation): fc.Arbitrary<Shot> {
  const values = (where: string) => fc.record(Object.fromEntries(operation.parameters.filter((one) => one.in === where && one.name !== 'x-patchbay-tenant')
    .map((one) => [one.name, one.name === 'key' ? fc.oneof({ weight: 3, arbitrary: fc.constant('career-place') }, { weight: 1, arbitrary: text }) : text])), { requiredKeys: [] });
  return fc.record({ path: values('path'), query: values('query'), headers: values('header'), body: bodies(operation) }).map(({ path, query, headers, body }) => ({
    path: operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent((path[name] ?? 'x').toWellFormed())), query: wellFormed(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value).replaceAll(/[^\x20-\x7e]/g, '?')])), body,
  }));
}

const wellFormed = (query: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, (value ?? '').toWellFormed()]));

/** Lone surrogates cannot be sent as UTF-8; JSON escapes carry them. */
async function fire(operation: Operation, shot: Shot): Promise<{ status: number; type: string }> {
  const url = new URL(`${world.hub.url}${shot.path}`);
  for (const [name, value] of Object.entries(shot.query)) url.searchParams.set(name, value);
  const response = await fetch(url, {
    method: operation.method, redirect: 'manual', headers: { authorization: `Bearer ${operation.needs === 'operate' ? world.operator : world.admin}`, ...shot.headers,
      ...(shot.body !== undefined && { 'content-type': 'application/json' }) }, ...(shot.body !== undefined && { body: JSON.stringify(shot.body) ?? 'null' }),
  });
  await response.arrayBuffer();
  return { status: response.status, type: response.headers.get('content-type') ?? '' };
}

describe('bad input, over every operation of openapi.json', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    openapi = new OpenApi(await (await fetch(`${world.hub.url}/openapi.json`)).json() as never);
    await setUpCareerPlace(world, world.sandbox.lever.store.account('acme').stages.find((stage) => stage.text === 'Phone screen')?.id ?? '');
  }, 120_000);

  afterAll(async () => { await world?.stop(); }, 60_000);

  it(`never fails by itself and always explains in problem+json (${RUNS} requests)`, async () => {
    const operations = openapi.operations().filter((operation) => !LEFT_OUT.has(operation.id));
    const faults: string[] = [];
    let fired = 0;
    for (const [index, operation] of operations.entries()) {
      const samples = fc.sample(shots(operation), { numRuns: Math.ceil(RUNS / operations.length), seed: SEED + index });
      for (const shot of samples) {
        const answer = await fire(operation, shot);
        fired += 1;
        const isRight = answer.status < 400 || (answer.status < 500 && answer.type.includes('application/problem+json'));
        if (!isRight && faults.length < 20) faults.push(`${operation.id} ${answer.status} ${answer.type}: ${JSON.stringify(shot).slice(0, 400)}`);
      }
    }
    expect(faults).toEqual([]);
    expect(fired).toBeGreaterThanOrEqual(RUNS);
    expect((await world.call('GET', '/health/ready')).status).toBe(200);
  }, 400_000);
});
