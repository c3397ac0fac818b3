import { afterEach, describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDataDir } from './data-dir.js';
import { ConfigurationError, Environment } from './environment.js';
import { loadConfig } from './load-config.js';

const key = () => randomBytes(32).toString('base64');
const folders: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'patchbay-config-'));
  folders.push(path);
  return path;
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig({ PATCHBAY_DATA_DIR: '/nowhere', PATCHBAY_MASTER_KEY: `k:${key()}`, ...env });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const names = (problems: readonly string[]) => problems.map((problem) => problem.split(':')[0]).sort();
const production = () => ({
  NODE_ENV: 'production', DATABASE_URL: 'postgresql://db.example.com/patchbay', PATCHBAY_PUBLIC_URL: 'https://hub.example.com',
  PATCHBAY_MASTER_KEY: `k1:${key()}`,
});

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe('the configuration', () => {
  it('R9 as it is installed, work of a process that is gone is taken over within five seconds', () => {
    const { leaseMs, pollMs } = loadConfig({ PATCHBAY_DATA_DIR: '/nowhere', PATCHBAY_MASTER_KEY: `k:${key()}` }).workers;
    expect(leaseMs + pollMs).toBeLessThan(5_000);
  });

  it('needs nothing to start with', () => {
    const dataDir = folder();
    const config = loadConfig({ PATCHBAY_DATA_DIR: dataDir });
    expect(config).toMatchObject({
      env: 'development', role: 'both', http: { host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000' },
      database: { url: null, ownerUrl: null, dataDir }, clock: { mayShift: false }, failpoint: null,
    });
    expect(() => { (config.http as { port: number }).port = 1; }).toThrow(TypeError);
  });

  it('makes a master key once and keeps it where only its owner can read it', () => {
    const dataDir = join(folder(), 'data');
    const first = loadConfig({ PATCHBAY_DATA_DIR: dataDir });
    const second = loadConfig({ PATCHBAY_DATA_DIR: dataDir });
    expect(first.keys.current.key).toHaveLength(32);
    expect(second.keys.current).toEqual(first.keys.current);
    expect(readdirSync(dataDir)).toEqual(['master-key']);
    expect(statSync(join(dataDir, 'master-key')).mode & 0o777).toBe(0o600);
    expect(loadConfig({ PATCHBAY_DATA_DIR: folder() }).keys.current.key).not.toEqual(first.keys.current.key);
  });

  it('makes no key in the data folder when one is given', () => {
    const dataDir = folder();
    loadConfig({ PATCHBAY_DATA_DIR: dataDir, PATCHBAY_MASTER_KEY: `k:${key()}` });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('names every bad variable and shows no value', () => {
    const secret = 'hunter2-not-a-key';
    const problems = problemsOf({
      PORT: '99999', PATCHBAY_ROLE: secret, DATABASE_URL: `mysql://root:${secret}@db`, REDIS_URL: `http://:${secret}@redis`, SMTP_URL: `ftp://${secret}`,
      PATCHBAY_MASTER_KEY: secret, LEVER_API_URL: secret, PATCHBAY_WORKERS: secret, PATCHBAY_FAILPOINT: secret,
    });
    expect(names(problems)).toEqual([
      'DATABASE_URL', 'LEVER_API_URL', 'PATCHBAY_FAILPOINT', 'PATCHBAY_MASTER_KEY', 'PATCHBAY_ROLE', 'PATCHBAY_WORKERS', 'PORT', 'REDIS_URL', 'SMTP_URL',
    ]);
    expect(problems.join('\n')).not.toContain(secret);
    expect(problems.join('\n')).not.toContain('99999');
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadConfig({ PATCHBAY_DATA_DIR: folder(), PORT: '', REDIS_URL: '', SMTP_URL: '' })).toMatchObject({
      http: { port: 3000 }, redis: { url: null }, smtp: { url: null },
    });
  });

  it('accepts production only with a key, a database, an https address and nothing that tests use', () => {
    expect(problemsOf(production())).toEqual([]);
    expect(names(problemsOf({
      NODE_ENV: 'production', PATCHBAY_MASTER_KEY: '', PATCHBAY_PUBLIC_URL: 'http://hub.example.com', PATCHBAY_CLOCK_SHIFT: 'true',
      PATCHBAY_FAILPOINT: 'action.before-send:1',
    }))).toEqual(['DATABASE_URL', 'PATCHBAY_CLOCK_SHIFT', 'PATCHBAY_FAILPOINT', 'PATCHBAY_MASTER_KEY', 'PATCHBAY_PUBLIC_URL']);
    expect(names(problemsOf({ ...production(), PATCHBAY_PUBLIC_URL: '' }))).toEqual(['PATCHBAY_PUBLIC_URL']);
  });

  it.each(['web', 'worker'])('lets role %s not use the embedded store', (role) => {
    expect(names(problemsOf({ PATCHBAY_ROLE: role }))).toEqual(['DATABASE_URL']);
  });

  it('reads several master keys, newest first, and refuses two of one name', () => {
    const [newer, older] = [key(), key()];
    const { keys } = loadConfig({ ...production(), PATCHBAY_MASTER_KEY: `b:${newer},a:${older}` });
    expect(keys.current).toEqual({ id: 'b', key: Buffer.from(newer, 'base64') });
    expect(keys.previous).toEqual([{ id: 'a', key: Buffer.from(older, 'base64') }]);
    expect(problemsOf({ PATCHBAY_MASTER_KEY: `a:${newer},a:${older}` })).toEqual(['PATCHBAY_MASTER_KEY: gives two keys the same id']);
  });

  it('finds the OAuth client of an integration, else the common one, and misses half a pair', () => {
    const { lever } = loadConfig({ ...production(), LEVER_OAUTH_CLIENT_ID: 'common', LEVER_OAUTH_CLIENT_SECRET: 's1',
      LEVER_OAUTH_CAREER_PLACE_CLIENT_ID: 'own', LEVER_OAUTH_CAREER_PLACE_CLIENT_SECRET: 's2' });
    expect(lever.oauthClients('career-place')).toEqual({ clientId: 'own', clientSecret: 's2' });
    expect(lever.oauthClients('popp-ai')).toEqual({ clientId: 'common', clientSecret: 's1' });
    expect(loadConfig(production()).lever.oauthClients('popp-ai')).toBeNull();
    expect(problemsOf({ LEVER_OAUTH_IDIBU_CLIENT_ID: 'x' })).toEqual(['LEVER_OAUTH_IDIBU_CLIENT_SECRET: is missing, LEVER_OAUTH_IDIBU_CLIENT_ID is set']);
  });

  it('never goes beyond the rate that Lever allows, except in tests, whose Lever is ours', () => {
    const tooFast = { LEVER_RATE_BURST: '21', LEVER_RATE_PER_SECOND: '10.5' };
    expect(names(problemsOf(tooFast))).toEqual(['LEVER_RATE_BURST', 'LEVER_RATE_PER_SECOND']);
    expect(names(problemsOf({ ...production(), ...tooFast }))).toEqual(['LEVER_RATE_BURST', 'LEVER_RATE_PER_SECOND']);
    expect(loadConfig({ ...production(), ...tooFast, NODE_ENV: 'test' }).lever.rate).toMatchObject({ burst: 21, perSecond: 10.5 });
  });

  it('knows how to send SMS, or says what is missing', () => {
    const sms = { SMS_PROVIDER: '46elks', SMS_FROM: '+46700000000', SMS_ACCOUNT: 'a', SMS_SECRET: 's' };
    expect(loadConfig({ ...production(), ...sms }).sms).toMatchObject({ provider: '46elks', baseUrl: 'https://api.46elks.com', country: 'SE' });
    expect(loadConfig(production()).sms.provider).toBeNull();
    expect(names(problemsOf({ SMS_PROVIDER: 'twilio' }))).toEqual(['SMS_ACCOUNT', 'SMS_FROM', 'SMS_SECRET']);
    expect(names(problemsOf({ ...sms, SMS_FROM: `MG${'0'.repeat(32)}` }))).toEqual(['SMS_FROM']);
  });

  it('reads its own client at each outside system', () => {
    expect(loadConfig({ ...production(), OUTSIDE_ZOHO_RECRUIT_CLIENT_ID: 'id', OUTSIDE_ZOHO_RECRUIT_CLIENT_SECRET: 's' }).outsideClients)
      .toEqual({ 'zoho-recruit': { id: 'id', secret: 's' } });
    expect(names(problemsOf({ OUTSIDE_HUBSPOT_CLIENT_ID: 'x' }))).toEqual(['OUTSIDE_HUBSPOT_CLIENT_SECRET']);
  });

  it('reads the address of each vendor', () => {
    expect(loadConfig({ ...production(), VENDOR_CAREER_PLACE_URL: 'https://api.example.com/v2/' }).vendors)
      .toEqual({ 'career-place': { baseUrl: 'https://api.example.com/v2' } });
    expect(names(problemsOf({ VENDOR_IDIBU_URL: 'not an address' }))).toEqual(['VENDOR_IDIBU_URL']);
  });

  it('keeps data under /var/lib for root and in the data home of everybody else', () => {
    expect(defaultDataDir({}, 0)).toBe('/var/lib/patchbay');
    expect(defaultDataDir({ XDG_DATA_HOME: '/data' }, 1000)).toBe('/data/patchbay');
    expect(defaultDataDir({ HOME: '/home/x' }, 1000)).toBe('/home/x/.local/share/patchbay');
  });

  it('tells of every variable in .env.example', () => {
    const example = readFileSync('.env.example', 'utf8');
    const rules = getMetadataStorage().getTargetValidationMetadatas(Environment, '', false, false);
    const declared = [...new Set(rules.map((rule) => rule.propertyName))];
    expect(declared.length).toBeGreaterThan(25);
    expect(declared.filter((name) => !example.includes(`# ${name}=`))).toEqual([]);
  });
});
