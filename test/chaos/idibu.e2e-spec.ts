import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FailpointName } from '../../src/failpoints/failpoint-names.js';
import { CrmSide } from '../support/crm-side.js';
import { until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import type { Fleet } from './support/fleet.js';
import { startIdibuWorld } from './support/idibu-world.js';
import { minutes } from './support/scale.js';

let world: HubOverSandbox;
let fleet: Fleet;
let stop = (): Promise<void> => Promise.resolve();
let bullhorn: CrmSide;
let people = 0;

beforeAll(async () => {
  ({ world, fleet, stop } = await startIdibuWorld());
  bullhorn = new CrmSide(world.sandbox.bullhorn);
}, minutes(3));

afterEach(async () => { await fleet.killAll(); });
afterAll(() => stop(), minutes(1));

const AFTER_EACH_WRITE = [1, 2, 3, 4].map((nth): [FailpointName, number] => ['action.after-send', nth]);
const BETWEEN_STEPS = [1, 2, 3].map((nth): [FailpointName, number] => ['action.after-settle', nth]);

describe('a forward whose process is killed', () => {
  it.each([...AFTER_EACH_WRITE, ...BETWEEN_STEPS])('ID-35 at %s number %i ends with one person, one CV, one link, one note', async (name, nth) => {
    people += 1;
    const email = `killed-${people}@example.com`;
    const doomed = await fleet.start({ failpoint: `${name}:${nth}:exit` });
    await world.inIdibu('POST', '/apply', { vacancyId: '501', firstname: 'Killed', lastname: `Nr ${people}`, email });
    await until(() => doomed.signalCode === 'SIGKILL', `the process to die at ${name}`, 60_000);
    await fleet.start();
    const held = () => bullhorn.find(email);
    await until(() => held().some((one) => one.notes.length > 0), 'the forward to end', 90_000);
    await until(async () => (await world.db.asOwner(`select 1 from action where kind = 'vendor' and state in ('ready', 'sending', 'unknown')`)).length === 0, 'nothing to be open', 60_000);
    expect(held()).toMatchObject([{ cvs: [expect.any(String)], jobIds: [bullhorn.jobId('RN-300')], notes: [expect.any(String)] }]);
  }, minutes(4));
});
