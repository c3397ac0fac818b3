import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createTenant } from '../../test/support/hub.js';
import { useTestDatabase } from '../../test/support/database.js';
import { Hooks } from '../connections/hooks.js';
import { NotifyBell } from '../ledger/notify-bell.js';
import { SignalInbox } from '../ledger/signal-inbox.js';
import { secretServices } from '../secrets/testing/secret-services.js';
import { LeverIntake } from './lever-intake.js';

const db = useTestDatabase();
const clock = { now: () => 1_800_000_000_000 };
const SECRET = 'a-signing-secret';
let intake: LeverIntake;
let token = '';

function delivery(data: object, options: { secret?: string; token?: string } = {}): Buffer {
  const name = options.token ?? randomBytes(24).toString('hex');
  const triggeredAt = 1_799_999_999_000;
  const signature = createHmac('sha256', options.secret ?? SECRET).update(`${name}${triggeredAt}`).digest('hex');
  return Buffer.from(JSON.stringify({ event: 'applicationCreated', triggeredAt, token: name, signature, data }));
}
const signals = (): Promise<object[]> => db().asOwner('select lane_key from signal order by id');

describe('Lever webhook intake', () => {
  beforeAll(async () => {
    const { database } = db();
    const { secretBox } = secretServices(database, { current: { id: 'test', key: randomBytes(32) }, previous: [] }, clock);
    const hooks = new Hooks(database, secretBox);
    const tenantId = await createTenant(db());
    const installationId = randomUUID();
    await database.inTenant(tenantId, (em) => hooks.ensure(em, tenantId, installationId, 'lever', clock.now()));
    const door = await hooks.of(tenantId, installationId, 'lever');
    if (!door) throw new Error('no door');
    token = door.token;
    await database.inTenant(tenantId, (em) => hooks.addSecret(em, door, SECRET));
    intake = new LeverIntake(database, hooks, clock, new NotifyBell(db().loginUrl), new SignalInbox(database));
  });

  it('accepts the verify ping, which names no opportunity', async () => {
    await intake.receive(token, delivery({}));
    expect(await signals()).toEqual([]);
    expect(await db().asOwner('select 1 from hook where verified_at is not null')).toHaveLength(1);
  });

  it('SH-13 stores a delivery once, however often it comes', async () => {
    const same = delivery({ opportunityId: 'opp-1' });
    await Promise.all([intake.receive(token, same), intake.receive(token, same), intake.receive(token, same)]);
    expect(await signals()).toEqual([{ lane_key: 'opportunity:opp-1' }]);
  });

  it('refuses a wrong secret, a missing signature and what is no webhook, and stores nothing', async () => {
    const before = (await signals()).length;
    for (const body of [delivery({ opportunityId: 'opp-2' }, { secret: 'other' }), Buffer.from('{"event":"x"}'), Buffer.from('<html>'), Buffer.alloc(0)]) {
      await expect(intake.receive(token, body)).rejects.toMatchObject({ status: 401, code: 'webhook-refused' });
    }
    expect(await signals()).toHaveLength(before);
  });

  it('answers 404 for a door that does not exist', async () => {
    await expect(intake.receive(randomBytes(32).toString('base64url'), delivery({}))).rejects.toMatchObject({ status: 404 });
    await expect(intake.receive('x', delivery({}))).rejects.toMatchObject({ status: 404 });
  });
});
