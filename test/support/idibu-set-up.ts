import { connectLever } from './career-place-set-up.js';
import { signInAtPage } from './crm/sign-in-at-page.js';
import { until, type Answer, type HubOverSandbox } from './hub-over-sandbox.js';

export const INSTALLATION = '/v1/installations/idibu';
export const HANDOFF = '/v1/idibu/handoff';

/** Who signs in at the pages of the CRMs; Lever has people of its own. */
const CRM_ADMIN = { username: 'admin@crm.example', password: 'admin-password' };

export interface Handed {
  id: string; state: string; kind: string; trigger: string; applicantId: string; crm: string; problem: string | null;
  crmPersonId: string | null;
  crmPersonUrl: string | null; crmJobId: string | null; isNewPerson: boolean | null; forwardedBy: string | null; handoffRevision: number;
  steps: { name: string; state: string; attempt: number; reason: string | null }[];
}
export interface Applied {
  id: string; externalId: string; light: string | null; statusId: string | null; state: string; name: string | null; deleteAt: string | null; vacancyId: string;
}

/** A hub with the plugin in it, as people use it: REST calls, clicks at idibu and at the CRM. */
export class IdibuDesk {
  constructor(readonly world: HubOverSandbox) {}

  async api(method: string, path: string, body?: object, headers?: Record<string, string>, status = 200): Promise<Record<string, unknown>> {
    const answer = await this.world.api(method, path, body, headers);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${answer.text}`);
    return answer.body;
  }

  /** Installed and switched on, without a CRM. */
  async setUp({ useLever = false }: { useLever?: boolean } = {}): Promise<void> {
    const { accessToken } = this.world.sandbox.idibu.describe();
    await this.api('POST', '/v1/installations', { integrationKey: 'idibu' }, {}, 201);
    await this.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: accessToken });
    if (useLever) await connectLever(this.world, this.world.api, 'acme', 'idibu');
    await this.api('PUT', `${INSTALLATION}/settings`, { value: { useIdibu: true, useLever, country: 'SE', deletesRejected: true, deleteAfterDays: 30 } }, { 'if-match': '0' });
    await this.api('POST', `${INSTALLATION}/enable`);
    await until(async () => (await this.statuses()).length >= 9, 'the statuses of idibu');
    if (useLever) await until(async () => (await this.world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', 60_000);
  }

  /** Through the CRM's own sign-in page and back; `typed` is what the person fills in there. */
  async logIn(crm: string, options: Record<string, string> = {}, more: object = {}, typed: Record<string, string> = CRM_ADMIN): Promise<Answer> {
    const { url } = await this.api('POST', `${HANDOFF}/login`, { crm, options, ...more });
    const back = await signInAtPage(String(url), { ...typed, decision: 'accept' });
    const answer = await fetch(back);
    return { status: answer.status, type: '', body: await answer.json() as Record<string, unknown>, text: '' };
  }

  page(): Promise<Record<string, unknown>> { return this.api('GET', HANDOFF); }

  async save(form: Record<string, unknown>, status = 200): Promise<Record<string, unknown>> {
    const { revision } = await this.page();
    return this.api('PUT', HANDOFF, { mode: 'none', triggerStatusId: null, keepOnFile: false, ...form }, { 'if-match': String(revision) }, status);
  }

  /** Somebody applies by a job board; answers the application as the hub knows it. */
  async apply(person: { firstname: string; vacancyId?: string } & Record<string, unknown>): Promise<Applied> {
    const candidate = await this.world.inIdibu('POST', '/apply', { vacancyId: '501', lastname: 'Applicant', ...person });
    return this.applicant(String(candidate.id), person.vacancyId ?? '501');
  }

  async applicant(externalId: string, vacancyId = '501'): Promise<Applied> {
    let found: Applied | undefined;
    await until(async () => {
      const page = await this.api('GET', `/v1/idibu/applicants?externalId=${externalId}&vacancyId=${vacancyId}`);
      [found] = page.data as Applied[];
      return found !== undefined;
    }, `applicant ${externalId} in the hub`);
    return found as Applied;
  }

  async light(applicant: Applied, light: string, more: object = {}): Promise<Applied> {
    return await this.api('POST', `/v1/idibu/applicants/${applicant.id}/light`, { light, ...more }) as unknown as Applied;
  }

  async forwards(applicant: Pick<Applied, 'id'>): Promise<Handed[]> {
    return (await this.api('GET', `/v1/idibu/forwards?applicantId=${applicant.id}`)).data as Handed[];
  }

  /** The applicant's forward of a kind, once it is in that state. */
  async forward(applicant: Pick<Applied, 'id'>, state = 'done', kind = 'vacancy', withinMs = 15_000): Promise<Handed> {
    let found: Handed | undefined;
    let seen: Handed[] = [];
    try {
      await until(async () => {
        seen = await this.forwards(applicant);
        found = seen.find((one) => one.kind === kind && one.state === state);
        return found !== undefined;
      }, 'forward', withinMs);
    } catch {
      throw new Error(`No ${kind} forward got ${state}: ${JSON.stringify(seen)} ${JSON.stringify(await this.world.db.asOwner(`select meaning, state, outcome_reason from action where kind = 'vendor'`))}`);
    }
    return found as Handed;
  }

  async statuses(): Promise<{ id: string; label: string; isEnabled: boolean; position: number; isTrigger: boolean; source: string }[]> {
    return (await this.api('GET', '/v1/idibu/statuses')).data as never;
  }

  async statusId(label: string): Promise<string> {
    const found = (await this.statuses()).find((one) => one.label === label && one.source === 'idibu');
    if (!found) throw new Error(`There is no status ${label}.`);
    return found.id;
  }

  /** Waits until nothing is left to do at once. */
  async quiet(): Promise<void> {
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    const open = async () => (await this.world.db.asOwner<{ n: number }>(
      `select count(*)::int as n from lane where due_at <= now() + interval '1 second' and retry_at <= clock_timestamp() + interval '2 seconds'`))[0]?.n ?? 0;
    await until(async () => await open() === 0, 'the hub to be quiet', 60_000);
  }
}
