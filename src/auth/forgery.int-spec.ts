import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { base64url, CompactEncrypt, generateKeyPair, SignJWT } from 'jose';
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { DerivedKeys } from '../http/derived-keys.js';
import { AccessTokens } from './access-tokens.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { makeKey, prefixOf, withChecksum } from './key-format.js';
import { TOKEN_SIGNING } from './key-purposes.js';
import { createOrganisation, startAccessApp, testConfig, type AccessApp, type Organisation } from './testing/access-app.js';

const db = useTestDatabase();
let hub: AccessApp;
let acme: Organisation;

beforeAll(async () => {
  hub = await startAccessApp(db().database);
  acme = await createOrganisation(hub, 'acme');
});
afterAll(() => hub.close());

const json = (value: object) => base64url.encode(JSON.stringify(value));
const signed = (header: object, payload: object, key: KeyObject) => {
  const text = `${json(header)}.${json(payload)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

describe('forged tokens', () => {
  let right: KeyObject;
  let keyId: string;
  let good: string;
  const now = Math.floor(Date.now() / 1_000);
  const header = { alg: 'HS256', typ: 'at+jwt', kid: 'test' };
  const payload = () => ({ iss: 'patchbay', aud: 'patchbay-api', sub: keyId, iat: now, exp: now + 600, jti: '1' });

  beforeAll(async () => {
    right = new DerivedKeys(hub.config.keys, TOKEN_SIGNING).current.key;
    good = ((await hub.call('POST', '/v1/auth/token', { key: acme.key })).body as { token: string }).token;
    keyId = (JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub;
  });

  async function corpus(): Promise<Record<string, string>> {
    const wrong = createSecretKey(randomBytes(32));
    const rsa = await generateKeyPair('RS256', { extractable: true });
    const [head, body, mac] = good.split('.') as [string, string, string];
    const claims = payload();
    const cases: Record<string, string> = {
      'alg none': `${json({ ...header, alg: 'none' })}.${json(claims)}.`,
      'alg None': `${json({ ...header, alg: 'None' })}.${json(claims)}.`,
      'alg none, kept signature': `${json({ ...header, alg: 'none' })}.${body}.${mac}`,
      'no signature': `${head}.${body}.`,
      'other key': signed(header, claims, wrong),
      'other algorithm name': signed({ ...header, alg: 'HS512' }, claims, right),
      'the master key itself': signed(header, claims, createSecretKey(hub.config.keys.current.key)),
      'RS256': await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa.privateKey),
      'key in the header': signed({ ...header, jwk: { kty: 'oct', k: base64url.encode(wrong.export()) } }, claims, wrong),
      'key by address': signed({ ...header, jku: 'https://example.com/jwks.json' }, claims, wrong),
      'unknown key id': signed({ ...header, kid: 'other' }, claims, right),
      'key id as a path': signed({ ...header, kid: '../../dev/null' }, claims, createSecretKey(Buffer.from([0]))),
      'key id as SQL': signed({ ...header, kid: `x' union select 'a` }, claims, wrong),
      'no key id': signed({ alg: 'HS256', typ: 'at+jwt' }, claims, right),
      'other type': signed({ ...header, typ: 'JWT' }, claims, right),
      'critical extension': signed({ ...header, crit: ['exp2'], exp2: 1 }, claims, right),
      expired: signed(header, { ...claims, iat: now - 700, exp: now - 1 }, right),
      'too long a life': signed(header, { ...claims, iat: now - 700, exp: now + 86_400 }, right),
      'not yet valid': signed(header, { ...claims, nbf: now + 60 }, right),
      'from the future': signed(header, { ...claims, iat: now + 600, exp: now + 1_200 }, right),
      'wrong audience': signed(header, { ...claims, aud: 'other' }, right),
      'wrong issuer': signed(header, { ...claims, iss: 'https://example.com' }, right),
      'foreign key id': signed(header, { ...claims, sub: '2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10' }, right),
      'sub is no id': signed(header, { ...claims, sub: `' or '1'='1` }, right),
      encrypted: await new CompactEncrypt(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(right),
      'three dots': '...', 'not JSON': `${base64url.encode('x')}.${body}.${mac}`, empty: '.', 'only a head': head,
      'swapped parts': `${body}.${head}.${mac}`,
    };
    for (const claim of ['iss', 'aud', 'sub', 'iat', 'exp', 'jti'] as const) {
      const { [claim]: _left, ...rest } = claims;
      cases[`without ${claim}`] = signed(header, rest, right);
    }
    for (let length = 0; length < good.length; length += 7) cases[`cut to ${length}`] = good.slice(0, length);
    return cases;
  }

  it('are all refused with the same answer', async () => {
    expect((await hub.call('GET', '/v1/me', { key: good })).status).toBe(200);
    expect((await hub.call('GET', '/v1/me', { key: signed(header, payload(), right) })).status).toBe(200);
    const told = new Set<string>();
    for (const [name, key] of Object.entries(await corpus())) {
      const answer = await hub.call('GET', '/v1/me', { headers: { authorization: `Bearer ${key}` } });
      expect([name, answer.status]).toEqual([name, 401]);
      told.add((answer.body as { detail: string }).detail);
    }
    expect(told.size).toBe(1);
  });

  it('by the thousands, one letter off each, convince nobody', async () => {
    const tokens = new AccessTokens(new DerivedKeys(hub.config.keys, TOKEN_SIGNING));
    expect(await tokens.keyIdOf(good)).toBe(keyId);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=';
    const signature = Buffer.from(good.split('.')[2]!, 'base64url');
    let tried = 0;
    for (let place = 0; place < good.length; place++) {
      for (const letter of alphabet) {
        const forged = good.slice(0, place) + letter + good.slice(place + 1);
        const isSame = forged === good || (place === good.length - 1 && Buffer.from(forged.split('.')[2] ?? '', 'base64url').equals(signature));
        if (isSame) continue;
        tried++;
        if (await tokens.keyIdOf(forged) !== null) throw new Error(`Accepted with ${letter} at ${place}.`);
      }
    }
    expect(tried).toBeGreaterThan(20_000);
  });
});

/** Well-formed guesses that begin like a real key. */
function keysLike(key: string, count: number): string[] {
  const start = prefixOf(key);
  return Array.from({ length: count }, () => withChecksum(start + makeKey('mem').slice(start.length, start.length + 22)));
}

describe('guessed keys', () => {
  let queries = 0;
  let guarded: AccessApp;

  beforeEach(async () => {
    guarded = await startAccessApp(db().database, { config: { ...testConfig(), keys: hub.config.keys, http: { ...hub.config.http, trustProxy: true } } });
    const runner = db().database.asRunner.bind(db().database);
    db().database.asRunner = () => { queries++; return runner(); };
  });
  afterEach(async () => {
    Reflect.deleteProperty(db().database, 'asRunner');
    await guarded.close();
  });

  const me = (key: string, from: string) => guarded.call('GET', '/v1/me', { key, headers: { 'x-forwarded-for': from } });
  it('that are malformed cost no look-up: 100,000 tried', async () => {
    const authenticator = guarded.app.get(KeyAuthenticator, { strict: false });
    queries = 0;
    let refused = 0;
    for (let index = 0; index < 100_000; index++) {
      const text = index % 2 === 0 ? `pb_mem_${randomBytes(15).toString('hex')}_000000` : `pb_op_${randomBytes(12).toString('base64url')}`;
      refused += await authenticator.authenticate(text, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`) === null ? 1 : 0;
    }
    expect([refused, queries]).toEqual([100_000, 0]);
    expect((await me(acme.key, '192.0.2.1')).status).toBe(200);
    expect(queries).toBeGreaterThan(0);
  });

  it('are slowed per network, without locking out whoever knows the key', async () => {
    expect((await me(acme.key, '192.0.2.7')).status).toBe(200);
    const answers: number[] = [];
    for (let index = 0; index < 30; index++) answers.push((await me(makeKey('mem'), '192.0.2.7')).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.slice(10).every((status) => status === 429)).toBe(true);
    queries = 0;
    const refused = await me(makeKey('mem'), '192.0.2.7');
    expect([refused.status, queries]).toEqual([429, 0]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await me(acme.key, '192.0.2.7')).status).toBe(200);
    expect((await me(makeKey('mem'), '192.0.2.8')).status).toBe(401);
  });

  it('are slowed per prefix over any number of networks, and the right key still works from a new one', async () => {
    const authenticator = guarded.app.get(KeyAuthenticator, { strict: false });
    const forged = keysLike(acme.key, 200);
    const outcomes: string[] = [];
    for (const [index, key] of forged.entries()) {
      outcomes.push(await authenticator.authenticate(key, `198.51.100.${index}`).then((found) => (found ? 'in' : '401'), () => '429'));
    }
    expect(outcomes.filter((outcome) => outcome === '401')).toHaveLength(10);
    expect(outcomes.slice(10).every((outcome) => outcome === '429')).toBe(true);
    expect((await me(acme.key, '203.0.113.77')).status).toBe(200);
  });

  it('of 50 people over 200 networks get ten tries each, and nobody is locked out', async () => {
    const authenticator = guarded.app.get(KeyAuthenticator, { strict: false });
    const people = await Promise.all(Array.from({ length: 50 }, () => acme.member('team_member')));
    const tries = new Map<string, number>();
    for (let index = 0; index < 10_000; index++) {
      const { key } = people[index % people.length]!;
      const outcome = await authenticator.authenticate(keysLike(key, 1)[0]!, `198.18.0.${index % 200}`).then(() => 'tried', () => 'slowed');
      if (outcome === 'tried') tries.set(key, (tries.get(key) ?? 0) + 1);
    }
    expect(Math.max(...tries.values())).toBeLessThanOrEqual(10);
    for (const [index, { key }] of people.entries()) expect((await me(key, `203.0.113.${index}`)).status).toBe(200);
  });

  it('get one answer, known prefix or not, revoked or never made', async () => {
    const { key, keyId } = await acme.member('admin');
    await hub.call('DELETE', `/v1/keys/${keyId}`, { key: acme.key });
    const answers = [await me(key, '192.0.2.40'), await me(makeKey('mem'), '192.0.2.41'), await me(keysLike(acme.key, 1)[0]!, '192.0.2.42')];
    const told = answers.map(({ status, body }) => [status, (body as { code: string; detail: string }).detail]);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]?.[0]).toBe(401);
  });
});
