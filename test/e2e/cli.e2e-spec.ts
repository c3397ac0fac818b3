import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { REST_COMMANDS } from '../../src/cli/rest-commands.js';
import { startHubOverSandbox, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { OpenApi, type Operation } from '../support/openapi-operations.js';

interface Ended { readonly code: number; readonly out: string; readonly err: string }

let world: HubOverSandbox;
let openapi: OpenApi;
let operations: readonly Operation[] = [];

/** The command as people type it. */
async function patchbay(key: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, ...world.env, PATCHBAY_URL: String(world.env.PATCHBAY_PUBLIC_URL), PATCHBAY_KEY: key };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [resolve('dist/src/cli/main.js'), ...args], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const withBraces = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
const operationOf = (method: string, path: string): Operation | undefined =>
  operations.find((one) => one.method === method && one.path.replaceAll(/\{\w+\}/g, '{}') === withBraces(path).replaceAll(/\{\w+\}/g, '{}'));

describe('the patchbay command', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    openapi = new OpenApi(await (await fetch(`${world.hub.url}/openapi.json`)).json() as never);
    operations = openapi.operations();
  }, 120_000);

  afterAll(async () => { await world?.stop(); }, 60_000);

  it.each(REST_COMMANDS.map((command) => [command.name, command] as const))('%s is an operation of the API, with the fields it knows', (_name, command) => {
    const operation = operationOf(command.method, command.path);
    expect(operation).toBeDefined();
    const body = openapi.resolve(operation?.body ?? {});
    expect(Object.keys(body.properties ?? {})).toEqual(expect.arrayContaining([...command.body ?? [], ...command.optional ?? []]));
    expect(command.body ?? []).toEqual(expect.arrayContaining([...body.required ?? []]));
    const query = operation?.parameters.filter((one) => one.in === 'query').map((one) => one.name) ?? [];
    expect(query).toEqual(expect.arrayContaining([...command.query ?? [], ...(command.isList ? ['cursor'] : [])]));
  });

  it('prints the answer of the hub, page after page when asked for all', async () => {
    const tenants = await patchbay(world.operator, 'tenants', 'list', '--all');
    expect([tenants.code, (JSON.parse(tenants.out) as { slug: string }[]).map((tenant) => tenant.slug)]).toEqual([0, ['acme']]);
  });

  it('says what the hub refused, in its words, and ends with 1', async () => {
    const refused = await patchbay(world.admin, 'tenants', 'list');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).not.toBe('');
    const wrong = await patchbay(world.operator, 'tenants', 'create', '--slug', 'NOT A SLUG', '--name', 'x', '--zone', 'Nowhere/At_All');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/slug[\s\S]*zone/)]);
  });

  it('doctor finds nothing wrong here, and ends with 1 once something is', async () => {
    const healthy = await patchbay(world.operator, 'doctor');
    expect([healthy.code, (JSON.parse(healthy.out) as { violations: number }[]).every((one) => one.violations === 0)]).toEqual([0, true]);
    await world.db.asOwner(`insert into signal (tenant_id, source, lane_key, received_at) select id, 'lever-webhook', 'lost', now() from tenant limit 1`);
    const broken = await patchbay(world.operator, 'doctor');
    expect([broken.code, broken.out]).toEqual([1, expect.stringMatching(/signal-waits-in-a-lane[\s\S]*"violations": 1/)]);
  });
});
