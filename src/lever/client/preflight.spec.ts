import { afterEach, describe, expect, it } from '@jest/globals';
import { SwitchedOff } from '../../sdk/errors.js';
import { LeverUnauthorized } from '../../sdk/lever/index.js';
import { LeverClient } from './lever-client.js';
import { LeverTransport } from './lever-transport.js';
import { preflight } from './preflight.js';
import { ScriptedServer, type Step } from './testing/scripted-server.js';

const KNOWN = '619d67ac-478c-4c31-96c7-cfd0367e5a11';
const refused = (status: number, message: string): Step => ({ status, json: { code: 'x', message } });

describe('preflight', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => { for (const server of servers.splice(0)) await server.stop(); });

  async function set(steps: Step[], permit = async (): Promise<void> => undefined) {
    const server = await ScriptedServer.start(steps);
    servers.push(server);
    const { calls } = new LeverClient(new LeverTransport({
      baseUrl: server.baseUrl, timeoutMs: 500, random: () => 0, monotonicMs: () => 0, authorize: async () => 'Basic eA==',
      sleep: async () => undefined, permit,
    }));
    let made = 0;
    return { server, calls, newId: () => `made-up-${made += 1}` };
  }

  it('asks for one row of a list', async () => {
    const { server, calls, newId } = await set([{ status: 200, json: { data: [] } }]);
    expect(await preflight(calls, ['stages.list'], newId)).toEqual({ granted: ['stages.list'], missing: [], undetermined: [] });
    expect(server.seen.map(({ url }) => url)).toEqual(['/v1/stages?limit=1']);
  });

  it('names what is missing as Lever does', async () => {
    const { calls, newId } = await set([refused(403, 'no access')]);
    expect((await preflight(calls, ['opportunities.create'], newId)).missing).toEqual([
      { operation: 'opportunities.create', permission: 'Create an opportunity', scope: 'opportunities:write:admin' },
    ]);
  });

  it('finds a real opportunity to ask about, once for several operations, and never transfers a file', async () => {
    const { server, calls, newId } = await set([{ status: 200, json: { data: [{ id: KNOWN }], hasNext: false } }, refused(404, 'resumes x was not found')]);
    const { granted } = await preflight(calls, ['resumes.download', 'files.download'], newId);
    expect(granted).toEqual(['resumes.download', 'files.download']);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v1/opportunities?limit=1', `/v1/opportunities/${KNOWN}/resumes/made-up-1/download`, `/v1/opportunities/${KNOWN}/files/made-up-2/download`,
    ]);
  });

  it('tries writes on rows that cannot exist only', async () => {
    const { server, calls, newId } = await set([refused(404, 'opportunities x was not found')]);
    await preflight(calls, ['opportunities.updateStage', 'notes.create', 'opportunities.addTags', 'notes.delete', 'users.deactivate'], newId);
    expect(server.seen).toHaveLength(5);
    for (const { url } of server.seen) expect(url).toMatch(/made-up-/);
  });

  it('does not take an unknown endpoint or an outage for a permission', async () => {
    const unknown = await set([refused(404, '/v1/candidates does not exist')]);
    expect((await preflight(unknown.calls, ['candidates.list'], unknown.newId)).undetermined).toMatchObject([{ operation: 'candidates.list' }]);
    const down = await set([refused(503, 'later')]);
    expect((await preflight(down.calls, ['tags.list'], down.newId)).undetermined).toMatchObject([{ cause: 'lever-unavailable' }]);
  });

  it('stops at once when the credential is refused or the caller is switched off', async () => {
    const { server, calls, newId } = await set([refused(401, 'no')]);
    await expect(preflight(calls, ['tags.list', 'stages.list'], newId)).rejects.toBeInstanceOf(LeverUnauthorized);
    expect(server.seen).toHaveLength(1);
    const off = await set([], async () => { throw new SwitchedOff(); });
    await expect(preflight(off.calls, ['tags.list'], off.newId)).rejects.toBeInstanceOf(SwitchedOff);
  });
});
