import { READS, WRITES } from '../../plugins/ciivsoft/permissions.js';
import { leverPermission } from '../../src/sdk/index.js';
import { until, type HubOverSandbox } from './hub-over-sandbox.js';

const INSTALLATION = '/v1/installations/ciivsoft';
/** The permissions of the vendor's set-up guide by Lever's names, and the addition that leads need. */
export const SEED_PERMISSIONS = [...READS, ...WRITES].map((operation) => leverPermission(operation).permission);
export const LEADS = 'Create an opportunity';

export interface RunPart {
  readonly id: string; readonly processingId: string; readonly solution: 'filter' | 'arkiive' | 'refine'; readonly state: string; readonly note: string | null;
  readonly counts: { readonly scanned: number; readonly matched: number; readonly advanced: number; readonly suggested: number; readonly leads: number;
    readonly queued: number; readonly failed: number; readonly skipped: Readonly<Record<string, number>> };
}

/** A hub with CiiVSOFT as its customers see it, and hands for what happens in Lever. */
export class CiivsoftWorld {
  constructor(readonly world: HubOverSandbox) {}

  get account() { return this.world.sandbox.lever.store.account('acme'); }

  stage(text: string): string { return this.account.stages.find((stage) => stage.text === text)?.id ?? ''; }

  serviceUser(): string { return [...this.account.users.values()].find((user) => user.name === 'Integration Service')?.id ?? ''; }

  opportunity(id: string) {
    const found = this.account.opportunities.get(id);
    if (!found) throw new Error('no such opportunity');
    return found;
  }

  notes(id: string): string[] { return this.opportunity(id).notes.map((note) => JSON.stringify(note)); }

  async key(name: string, permissions: readonly string[]): Promise<string> {
    return String((await this.world.inLever('POST', '/keys', { name, permissions })).token);
  }

  saveKey(apiKey: string, actsAs: string | undefined = this.serviceUser()) {
    return this.world.api('PUT', `${INSTALLATION}/lever-key`, { apiKey, ...(actsAs && { actsAs }) });
  }

  async setUp(settings: object = {}, permissions: readonly string[] = [...SEED_PERMISSIONS, LEADS, 'Find all archive reasons']): Promise<string> {
    await this.world.api('POST', '/v1/installations', { integrationKey: 'ciivsoft' });
    const key = await this.key('CiiVSOFT', permissions);
    await this.saveKey(key);
    await this.settings(settings);
    return key;
  }

  async settings(value: object): Promise<void> {
    const revision = (await this.world.api('GET', INSTALLATION)).body.settingsRevision as number;
    const saved = await this.world.api('PUT', `${INSTALLATION}/settings`, { value }, { 'if-match': String(revision) });
    if (saved.status !== 200) throw new Error(saved.text);
  }

  async enable(withinMs = 90_000): Promise<void> {
    const enabled = await this.world.api('POST', `${INSTALLATION}/enable`);
    if (enabled.status !== 200) throw new Error(enabled.text);
    await until(async () => (await this.world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', withinMs);
    await until(async () => (await this.world.db.asOwner(`select 1 from cursor where name = 'library' and value::json->>'isRead' = 'true'`)).length === 1,
      'every resume to be read', withinMs);
  }

  async runs(): Promise<RunPart[]> { return (await this.world.api('GET', '/v1/ciivsoft/runs?limit=200')).body.data as RunPart[]; }

  /** Starts a run and waits until it has ended and its writes are through. */
  async run(withinMs = 90_000): Promise<Record<RunPart['solution'], RunPart>> {
    const known = new Set((await this.runs()).map((part) => part.processingId));
    const started = await this.world.api('POST', `${INSTALLATION}/schedules/run/run`);
    if (started.status !== 202) throw new Error(started.text);
    const fresh = async () => (await this.runs()).filter((part) => !known.has(part.processingId));
    await until(async () => (await fresh()).length > 0 && (await fresh()).every((part) => part.state !== 'running'), 'the run to end', withinMs);
    await this.settle(withinMs);
    return Object.fromEntries((await fresh()).map((part) => [part.solution, part])) as Record<RunPart['solution'], RunPart>;
  }

  async settle(withinMs = 60_000): Promise<void> {
    const open = async () => (await this.world.db.asOwner<{ n: number }>(`select count(*)::int as n from lane where due_at <= now() + interval '1 second'`))[0]?.n ?? 0;
    await until(async () => await open() === 0, 'the hub to settle', withinMs);
  }

  async openJob(text: string, lists: readonly { text: string; items: readonly string[] }[], more: object = {}): Promise<string> {
    const content = { descriptionHtml: '<div>We are hiring.</div>', lists: lists.map((list) => ({ text: list.text, content: list.items.map((item) => `<li>${item}</li>`).join('') })) };
    const { id } = await this.world.inLever('POST', '/postings', { text, state: 'published', distributionChannels: ['public', 'internal'], content, owner: this.recruiter(), ...more });
    await this.untilMirrored(`select 1 from mirror_posting where id = $1 and state = 'published'`, String(id));
    return String(id);
  }

  recruiter(): string { return [...this.account.users.values()].find((user) => user.name === 'Tomas Varga')?.id ?? ''; }

  async apply(postingId: string, name: string, email: string, resume?: object, more: object = {}): Promise<string> {
    const made = await this.world.inLever('POST', '/apply', { postingId, name, email, ...(resume && { resume }), ...more });
    await this.untilMirrored('select 1 from mirror_opportunity where id = $1', String(made.id));
    await this.settle();
    return String(made.id);
  }

  async person(name: string, email: string, text: string, more: object = {}): Promise<string> {
    return String((await this.world.inLever('POST', '/leads', { name, emails: [email], resume: { filename: 'cv.txt', text }, ...more })).id);
  }

  untilMirrored(sql: string, id: string): Promise<void> {
    return until(async () => (await this.world.db.asOwner(sql, [id])).length === 1, 'the mirror to follow', 40_000);
  }

  leadsOf(postingId: string) {
    return this.account.opportunities.all().filter((one) => one.application?.postingId === postingId && one.sources.some((source) => source.startsWith('CiiVSOFT')));
  }
}
