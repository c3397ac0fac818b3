import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../test/support/database.js';
import { createOrganisation, startAccessApp, testConfig, type AccessApp, type Organisation } from '../auth/testing/access-app.js';
import { CallerError } from '../sdk/errors.js';
import { Needs, PAGER, type Pager } from '../sdk/rest.js';
import { ShowsSecretOnce } from './idempotency.interceptor.js';

class OrderDto { @Allow() item?: unknown; @Allow() count?: unknown }

const work = { done: 0, gate: Promise.resolve(), fail: false };

@Controller('v1/orders')
class OrdersController {
  @Post() @Needs('use')
  async create(@Body() body: OrderDto) {
    await work.gate;
    if (work.fail) throw CallerError.conflict('sold-out', 'Sold out.');
    return { number: ++work.done, item: body.item };
  }
  @Post('secrets') @Needs('use') @ShowsSecretOnce() secret() { return { number: ++work.done, secret: 'shown-once-only' }; }
  @Post('nothing') @Needs('use') nothing(): void { work.done++; }
}

@Controller('v1/cursors')
class CursorsController {
  constructor(@Inject(PAGER) private readonly pager: Pager) {}
  @Get(':scope') @Needs('see') make(@Param('scope') scope: string) { return { cursor: this.pager.encode(scope, ['2026-11-25T09:00:00.000Z', 7]) }; }
  @Get(':scope/read') @Needs('see') read(@Param('scope') scope: string, @Query('cursor') cursor: string) { return { position: this.pager.decode(scope, cursor) }; }
}

const db = useTestDatabase();
const clock = { at: Date.parse('2026-11-25T09:00:00Z'), now: () => clock.at };
const config = testConfig();
let hub: AccessApp;
let acme: Organisation;
let globex: Organisation;

beforeAll(async () => {
  hub = await startAccessApp(db().database, { clock, config, controllers: [OrdersController, CursorsController] });
  acme = await createOrganisation(hub, 'acme');
  globex = await createOrganisation(hub, 'globex');
});
afterAll(() => hub.close());

let names = 0;
const newKey = () => `key-${++names}`;
const order = (idempotencyKey: string, body: unknown = { item: 'tea' }, { path = '/v1/orders', key = acme.key } = {}) =>
  hub.call('POST', path, { key, body, headers: { 'idempotency-key': idempotencyKey } });

describe('a POST with an Idempotency-Key', () => {
  it('is done once, and answered the same again', async () => {
    const name = newKey();
    const before = work.done;
    const first = await order(name, { item: 'tea', count: 2 });
    const again = await order(name, { count: 2, item: 'tea' });
    expect(work.done).toBe(before + 1);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
  });

  it('is refused when the body, or the query, is another one', async () => {
    const name = newKey();
    await order(name);
    expect(await order(name, { item: 'coffee' })).toMatchObject({ status: 422, body: { errors: [{ field: 'Idempotency-Key' }] } });
  });

  it('belongs to one caller and one address', async () => {
    const name = newKey();
    const before = work.done;
    const colleague = await acme.member('team_member');
    await order(name);
    await order(name, { item: 'tea' }, { key: globex.key });
    await order(name, { item: 'tea' }, { key: colleague.key });
    await order(name, undefined, { path: '/v1/orders/nothing' });
    expect(work.done).toBe(before + 4);
  });

  it('waits for nobody: while the first still runs the second is told so', async () => {
    const name = newKey();
    let open!: () => void;
    work.gate = new Promise((resolve) => { open = resolve; });
    const before = work.done;
    const running = order(name);
    let second = await order(name);
    while (second.status === 201) second = await order(name);
    expect(second).toMatchObject({ status: 409, body: { code: 'still-running' } });
    open();
    expect((await running).status).toBe(201);
    expect((await order(name)).status).toBe(201);
    expect(work.done).toBe(before + 1);
  });

  it('runs once however many come at once', async () => {
    const name = newKey();
    const before = work.done;
    const answers = await Promise.all(Array.from({ length: 20 }, () => order(name)));
    expect(work.done).toBe(before + 1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });

  it('is free again after an error, and after a day', async () => {
    const name = newKey();
    work.fail = true;
    expect(await order(name)).toMatchObject({ status: 409, body: { code: 'sold-out' } });
    work.fail = false;
    const first = await order(name);
    expect(first.status).toBe(201);
    clock.at += 24 * 3_600_000 - 1;
    expect((await order(name)).body).toEqual(first.body);
    clock.at += 1;
    expect((await order(name, { item: 'coffee' })).status).toBe(201);
  });

  it('lets go of a request whose process died', async () => {
    const name = newKey();
    const before = work.done;
    await order(name);
    await db().asOwner(`update idempotency_record set state = 'running', answer = null, locked_until = now() + interval '1 minute'`);
    expect((await order(name)).status).toBe(409);
    await db().asOwner(`update idempotency_record set locked_until = now() - interval '1 second'`);
    expect((await order(name)).status).toBe(201);
    expect(work.done).toBe(before + 2);
  });

  it('never keeps a secret', async () => {
    const name = newKey();
    const before = work.done;
    expect(await order(name, undefined, { path: '/v1/orders/secrets' })).toMatchObject({ status: 201, body: { secret: 'shown-once-only' } });
    expect(await order(name, undefined, { path: '/v1/orders/secrets' })).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    expect(work.done).toBe(before + 1);
    await order(newKey(), { item: 'canary-4711' });
    const rows = await db().asOwner<{ row: string }>('select to_jsonb(r)::text as row from idempotency_record r');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.map(({ row }) => row).join()).not.toMatch(/shown-once-only|canary-4711/);
  });

  it('must look like one', async () => {
    for (const bad of ['', 'with space', 'x'.repeat(201)]) {
      expect(await order(bad)).toMatchObject({ status: 400, body: { errors: [{ field: 'Idempotency-Key' }] } });
    }
    expect((await order(newKey(), undefined, { path: '/v1/orders/nothing' })).status).toBe(201);
  });
});

describe('pages', () => {
  type PageOf = { data: { id: string; createdAt: string }[]; next: string | null };

  it('give every row once, in order, while rows are added', async () => {
    const made = [acme.memberId];
    for (let index = 0; index < 25; index++) {
      if (index % 5 === 0) clock.at += 1;
      made.push((await acme.member('team_member')).id);
    }
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = (await hub.call('GET', `/v1/members?limit=4${next && `&cursor=${next}`}`, { key: acme.key })).body as PageOf;
      expect(page.data.length).toBeLessThanOrEqual(4);
      seen.push(...page.data.map(({ id }) => id));
      next = page.next;
      if (seen.length === 8) made.push((await acme.member('admin')).id);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(made.every((id) => seen.includes(id))).toBe(true);
  });

  it('end without a cursor when the last page is full', async () => {
    const all = (await hub.call('GET', '/v1/members?limit=200', { key: globex.key })).body as PageOf;
    const full = (await hub.call('GET', `/v1/members?limit=${all.data.length}`, { key: globex.key })).body as PageOf;
    expect(full).toEqual(all);
    expect(full.next).toBeNull();
  });
});

describe('cursors', () => {
  const cursorOf = async (scope: string, key: string) => ((await hub.call('GET', `/v1/cursors/${scope}`, { key })).body as { cursor: string }).cursor;
  const read = (scope: string, cursor: string, key: string) => hub.call('GET', `/v1/cursors/${scope}/read?cursor=${encodeURIComponent(cursor)}`, { key });

  it('work for the list and the organisation that they were made for, and for no other', async () => {
    const cursor = await cursorOf('a', acme.key);
    expect((await read('a', cursor, acme.key)).body).toEqual({ position: ['2026-11-25T09:00:00.000Z', 7] });
    for (const [scope, key] of [['b', acme.key], ['a', globex.key]] as const) {
      expect(await read(scope, cursor, key)).toMatchObject({ status: 400, body: { code: 'invalid-cursor', errors: [{ field: 'cursor' }] } });
    }
  });

  it('are refused with any one letter changed, cut, or made up', async () => {
    const cursor = await cursorOf('a', acme.key);
    for (let place = 0; place < cursor.length; place++) {
      const altered = cursor.slice(0, place) + (cursor[place] === 'A' ? 'Q' : 'A') + cursor.slice(place + 1);
      if (Buffer.from(altered.split('.')[1] ?? '', 'base64url').equals(Buffer.from(cursor.split('.')[1]!, 'base64url')) && place > cursor.indexOf('.')) continue;
      expect([place, (await read('a', altered, acme.key)).status]).toEqual([place, 400]);
    }
    for (const made of ['', '.', 'a.b', cursor.slice(0, -1), `${cursor}A`, cursor.split('.')[0]!, 'W10.AAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(5_000)]) {
      expect((await read('a', made, acme.key)).status).toBe(400);
    }
  });
});
