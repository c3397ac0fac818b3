import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { liveAnalysis, setUpPopp, type Requirement } from '../support/popp-set-up.js';

interface Person {
  id: string; opportunityId: string; name: string; group: string; score: number | null; categories: { category: string; score: number }[]; version: number;
  isCurrent: boolean; cause: string | null; stageId: string;
}
interface Outcome { text: string; status: string; mandatory: boolean; category: string; evidence: { quote: string; start: number; end: number }[] }
interface JourneyStep { id: string; kind: string; what: string; by: string | null; member: string | null; state: string | null; cause: string | null }
interface Item { candidateId: string; state: string; cause: string | null }

const AD = {
  descriptionHtml: '<div>We look for a cook.</div>',
  lists: [{ text: 'Requirements', content: '<li>Food handler card is required</li><li>Experience with grilling and food safety</li><li>Fluent German</li>' }],
};
const ASKED = [
  { text: 'Food handler card', category: 'qualifications', mandatory: true }, { text: 'Grilling and food safety', category: 'skills', mandatory: false },
  { text: 'Fluent German', category: 'languages', mandatory: false },
];
const FIT = 'Astrid Example\nastrid@example.com\n\nExperience\nLine Cook, Old Mill Inn, 2019-06 to 2025-06\n- Grilling and food safety\n\nCertificates\nFood handler card\n';
const UNFIT = 'Bo Example\n\nExperience\nCashier, Corner Shop, 2019-06 to 2024-06\n- Counting money and closing the till every evening\n';

describe.each(['built-in', 'popp'] as const)('Popp AI over real HTTP, %s engine', (engine) => {
  let world: HubOverSandbox;
  let postingId = '';
  let analysis = '';
  let stages: { id: string; text: string }[];
  let people = 0;

  const apply = async (name: string, text?: string): Promise<string> => {
    people += 1;
    const resume = text === undefined ? {} : { resume: { filename: 'resume.txt', text } };
    return String((await world.inLever('POST', '/apply', { postingId, name, email: `${engine}-${people}@example.com`, ...resume })).id);
  };
  const path = (rest = '') => `/v1/popp/analyses/${analysis}${rest}`;
  const candidates = async (query = ''): Promise<Person[]> => (await world.api('GET', path(`/candidates?limit=200${query}`))).body.data as Person[];
  const of = async (opportunityId: string): Promise<Person | undefined> => (await candidates()).find((one) => one.opportunityId === opportunityId);
  const candidateOf = async (opportunityId: string): Promise<Person> => {
    await until(async () => !['waiting', undefined].includes((await of(opportunityId))?.group), `${opportunityId} to be analysed`, 40_000);
    return (await of(opportunityId))!;
  };
  const opportunity = (id: string) => world.sandbox.lever.store.account('acme').opportunities.get(id)!;
  const decided = async (id: string, wanted: (items: Item[]) => boolean): Promise<Item[]> => {
    const items = async () => (await world.api('GET', `/v1/popp/decisions/${id}`)).body.items as Item[];
    await until(async () => wanted(await items()), 'the decision to be carried out', 30_000);
    return items();
  };
  let undoing = { memberId: '', leverUserId: '' };
  let fit = '';
  let unfit = '';

  beforeAll(async () => {
    world = await startHubOverSandbox();
    stages = world.sandbox.lever.store.account('acme').stages;
    postingId = String((await world.inLever('POST', '/postings', { text: `Cook ${engine}`, state: 'published', content: AD })).id);
    [fit, unfit] = [await apply('Astrid Example', FIT), await apply('Bo Example', UNFIT)];
    await setUpPopp(world, { engine });
  }, 120_000);
  afterAll(async () => { await world?.stop(); });

  it('PO-7 PO-9 PO-14 reads the requirements of the ticked role, with progress, and analyses nobody before Confirm', async () => {
    await until(async () => ((await world.api('GET', '/v1/popp/roles')).body.data as { id: string }[]).some((role) => role.id === postingId), 'the role');
    const made = await world.api('POST', '/v1/popp/analyses', { postingId });
    expect(made).toMatchObject({ status: 201, body: { state: 'draft', version: 0, engine, extraction: { attempt: 1, source: 'posting' } } });
    analysis = String(made.body.id);
    await until(async () => ((await world.api('GET', path())).body.extraction as { state: string }).state === 'done', 'the extraction', 35_000);
    const { requirements } = (await world.api('GET', path())).body as { requirements: { text: string; category: string; origin: string }[] };
    expect(requirements.map((one) => one.text).join(' | ')).toMatch(/Food handler card.*grilling and food safety.*/is);
    expect(requirements.find((one) => /grilling/i.test(one.text))).toMatchObject({ category: 'skills', origin: 'extracted' });
    expect(await candidates()).toEqual([]);
  }, 60_000);

  it('PO-11 PO-12 PO-15 is reviewed, and refused without a requirement or with all sliders at zero', async () => {
    expect((await world.api('PUT', path('/requirements'), { requirements: [] })).status).toBe(200);
    expect(await world.api('POST', path('/confirm'))).toMatchObject({ status: 422, body: { errors: [{ field: '/requirements' }] } });
    expect((await world.api('PUT', path('/requirements'), { requirements: ASKED })).status).toBe(200);
    const zero = { experience: 0, skills: 0, qualifications: 0, location: 0, languages: 0, other: 0 };
    expect((await world.api('PUT', path('/weights'), zero)).status).toBe(422);
    expect((await world.api('PUT', path('/weights'), { ...zero, skills: 50, qualifications: 50, languages: 50, experience: 52 })).status).toBe(422);
    const saved = await world.api('GET', path());
    expect(saved.body.requirements).toMatchObject(ASKED.map((one) => ({ ...one, origin: 'typed' })));
  });

  it('PO-16 PO-19 PO-20 PO-26 analyses existing applicants on Confirm, in groups, and names unused categories', async () => {
    const silent = await apply('Cleo Example');
    expect((await world.api('POST', path('/confirm'))).body).toMatchObject({ state: 'live', version: 1 });
    const [good, bad, none] = [await candidateOf(fit), await candidateOf(unfit), await candidateOf(silent)];
    expect(good).toMatchObject({ group: 'meets-mandatory', version: 1, name: 'Astrid Example' });
    expect(bad).toMatchObject({ group: 'misses-mandatory' });
    expect(none).toMatchObject({ group: 'could-not-be-analysed', score: null, cause: 'there is no resume' });
    expect(good.score).toBeGreaterThan(bad.score ?? 100);
    expect(good.categories.map((one) => one.category)).toEqual(['skills', 'qualifications', 'languages']);
    const { counts, notConsidered } = (await world.api('GET', path())).body as { counts: object; notConsidered: { category: string }[] };
    expect(counts).toEqual({ meetsMandatory: 1, missesMandatory: 1, couldNotBeAnalysed: 1, waiting: 0 });
    expect(notConsidered.map((one) => one.category)).toEqual(['experience', 'location', 'other']);
    expect((await candidates('&group=meets-mandatory')).map((one) => one.opportunityId)).toEqual([fit]);
  }, 60_000);

  it('PO-8 greys the role out and refuses a second live analysis', async () => {
    const roles = (await world.api('GET', '/v1/popp/roles')).body.data as { id: string; isSelectable: boolean; liveAnalysisHref: string | null }[];
    expect(roles.find((role) => role.id === postingId)).toMatchObject({ isSelectable: false, liveAnalysisHref: path() });
    expect(await world.api('POST', '/v1/popp/analyses', { postingId })).toMatchObject({ status: 409, body: { code: 'role-already-analysed', detail: expect.stringContaining(analysis) } });
  });

  it('PO-18 analyses later applicants by itself', async () => {
    const later = await apply('Dana Example', FIT);
    expect(await candidateOf(later)).toMatchObject({ group: 'meets-mandatory' });
  }, 60_000);

  it('PO-23 PO-24 PO-25 PO-42 shows the report beside the resume, with quotes at their places, and writes down who looked', async () => {
    const { id } = await candidateOf(fit);
    const { body } = await world.api('GET', `/v1/popp/candidates/${id}/report`);
    const { resume, outcomes } = body as unknown as { resume: { text: string; fileName: string }; outcomes: Outcome[] };
    expect(resume.fileName).toMatch(/resume/);
    expect(outcomes).toMatchObject([{ text: 'Food handler card', status: 'met', mandatory: true, category: 'qualifications' }, { status: 'met' }, { status: 'unknown' }]);
    for (const { quote, start, end } of outcomes.flatMap((one) => one.evidence)) expect(resume.text.slice(start, end)).toBe(quote);
    expect(outcomes[0]?.evidence.length).toBeGreaterThan(0);
    expect(body).toMatchObject({ engineVersion: expect.any(String), weights: { skills: 50 }, history: [{ number: 1, version: 1 }], banner: expect.stringContaining('person') });
    const requirements = await world.api('GET', `/v1/popp/candidates/${id}/requirements`);
    expect((requirements.body.met as unknown[]).length).toBe(2);
    expect(requirements.body.notFound).toMatchObject([{ text: 'Fluent German' }]);
    const audit = await world.api('GET', `/v1/audit?subject=opportunity:${fit}`);
    expect((audit.body.data as { action: string }[]).map((entry) => entry.action)).toContain('popp.report-viewed');
    const file = await world.call('GET', `/v1/popp/candidates/${id}/resume`, { key: world.admin });
    expect(file.text).toBe(FIT);
  }, 30_000);

  it('PO-28 ranks anew on other weights without reading a resume; other requirements are a new version and keep the older one', async () => {
    const reads = async () => ((await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json()) as { requests: { path: string }[] }).requests.filter((one) => one.path.includes('/resumes')).length;
    const before = await reads();
    const weights = { experience: 50, skills: 100, qualifications: 50, location: 50, languages: 0, other: 50 };
    const { score } = await candidateOf(fit);
    expect((await world.api('PUT', path('/weights'), weights)).status).toBe(200);
    expect((await candidateOf(fit)).score).not.toBe(score);
    expect(await reads()).toBe(before);
    const { requirements } = (await world.api('GET', path())).body as { requirements: Requirement[] };
    const kept = requirements.map(({ id, text, category, mandatory }) => ({ id, text, category, mandatory }));
    const more = { text: 'Counting money', category: 'skills', mandatory: false };
    expect((await world.api('PUT', path('/requirements'), { requirements: [...kept, more] })).body).toMatchObject({ version: 2 });
    await until(async () => (await candidates()).every((one) => one.isCurrent), 'everybody to be read again', 40_000);
    const { body } = await world.api('GET', `/v1/popp/candidates/${(await candidateOf(unfit)).id}/report`);
    expect((body.history as { version: number }[]).map((one) => one.version)).toEqual([1, 2]);
    expect((await world.api('GET', path('/versions'))).body.data).toMatchObject([{ number: 1, requirements: { length: 3 } }, { number: 2, requirements: { length: 4 } }]);
  }, 90_000);

  it('PO-41 writes one note for each version with score, mandatory result and link', async () => {
    const notes = () => opportunity(fit).notes.map((note) => JSON.stringify(note));
    await until(() => notes().length === 2, 'the notes', 30_000);
    expect(notes().join()).toMatch(/version 1.*version 2|version 2.*version 1/s);
    expect(notes()[0]).toMatch(/Score: .* of 100.*Mandatory: met.*v1\/popp\/candidates\/.*report/s);
  }, 60_000);

  it('PO-29 reads the newest resume, keeps one row for each opportunity and the earlier result as history', async () => {
    const id = await apply('Eddie Example', UNFIT);
    const before = await candidateOf(id);
    const account = world.sandbox.lever.store.account('acme');
    const [old] = opportunity(id).resumes;
    const newer = { ...old!, id: account.uuid(), createdAt: account.now() + 1_000, file: { ...old!.file!, id: account.uuid(),
      content: () => Buffer.from(FIT), size: FIT.length } };
    opportunity(id).resumes.push(newer);
    expect((await world.api('POST', `/v1/popp/candidates/${before.id}/analysis`)).status).toBe(202);
    await until(async () => (await candidateOf(id)).group === 'meets-mandatory', 'the newer resume', 40_000);
    expect((await candidates()).filter((one) => one.opportunityId === id)).toHaveLength(1);
    const { body } = await world.api('GET', `/v1/popp/candidates/${before.id}/report`);
    expect(body).toMatchObject({ history: [{ number: 1, meetsMandatory: false }, { number: 2, meetsMandatory: true }], resume: { id: newer.id, text: FIT } });
    const twice = await apply('Eddie Example', FIT);
    expect((await candidateOf(twice)).id).not.toBe(before.id);
  }, 90_000);

  it('PO-31 PO-32 PO-33 PO-34 PO-36 rejects with a reason of Lever, one result for each', async () => {
    const reasons = (await world.api('GET', '/v1/popp/reject-reasons')).body.data as { id: string; text: string }[];
    const all = world.sandbox.lever.store.account('acme').archiveReasons;
    const hired = all.find((reason) => reason.type === 'hired')!;
    expect(reasons.map((reason) => reason.id)).not.toContain(hired.id);
    const [one, two] = [await candidateOf(unfit), (await candidates('&group=could-not-be-analysed'))[0]!];
    const body = { candidateIds: [one.id, two.id], reasonId: reasons[0]?.id };
    expect((await world.api('POST', path('/rejections'), { candidateIds: [one.id] })).status).toBe(422);
    expect((await world.api('POST', path('/rejections'), { ...body, reasonId: hired.id })).status).toBe(422);
    await world.inLever('POST', `/opportunities/${two.opportunityId}/archive`, { reasonId: reasons[1]?.id, reason: reasons[1]?.id });
    const user = [...world.sandbox.lever.store.account('acme').users.values()].find((one) => one.accessRole === 'admin')!;
    const me = (await world.api('GET', '/v1/members')).body.data as { id: string }[];
    expect((await world.api('PATCH', `/v1/members/${me[0]?.id}`, { leverUserId: user.id })).status).toBe(200);
    const made = await world.api('POST', path('/rejections'), body);
    expect(made).toMatchObject({ status: 202, body: { kind: 'reject', reason: reasons[0]?.text, items: [{}, {}] } });
    const items = await decided(String(made.body.id), (list) => list.every((item) => item.state !== 'pending'));
    expect(items.find((item) => item.candidateId === one.id)).toMatchObject({ state: 'done' });
    expect(items.find((item) => item.candidateId === two.id)).toMatchObject({ state: 'skipped', cause: expect.stringContaining('archived') });
    expect(opportunity(unfit).archived).toMatchObject({ reason: reasons[0]?.id });
    expect(opportunity(two.opportunityId).archived).toMatchObject({ reason: reasons[1]?.id });
    await until(async () => (await candidates('&archived=true')).length === 2, 'the dashboard to show it');
    const { requests } = await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json() as { requests: { method: string; path: string; query: { perform_as?: string } }[] };
    expect(requests.find((request) => request.method === 'PUT' && request.path.includes(unfit) && request.path.endsWith('/archived'))?.query.perform_as).toBe(user.id);
    const rows = (await world.api('GET', `/v1/audit?subject=analysis:${analysis}`)).body.data as { action: string; actor: { id: string } }[];
    expect(rows.find((row) => row.action === 'popp.rejected')?.actor.id).toBe(me[0]?.id);
  }, 60_000);

  it('PO-34 PO-36 takes at most 100 at once, and retries the failures alone; no vendor key may decide', async () => {
    const people100 = Array.from({ length: 101 }, (_, index) => `0b8f6a0e-3a43-4c55-9a0e-${String(index).padStart(12, '0')}`);
    const reasons = (await world.api('GET', '/v1/popp/reject-reasons')).body.data as { id: string }[];
    expect((await world.api('POST', path('/rejections'), { candidateIds: people100, reasonId: reasons[0]?.id })).status).toBe(422);
    const [latest] = (await world.api('GET', path('/decisions'))).body.data as { id: string }[];
    await world.db.asOwner(`update p_popp.decision_item set state = 'failed', attempt = 7 where decision_id = $1 and state = 'skipped'`, [latest?.id]);
    const again = await world.api('POST', `/v1/popp/decisions/${latest?.id}/retry`);
    expect((again.body.items as Item[]).map((item) => item.state).toSorted()).toEqual(['done', 'pending']);
    const items = await decided(String(latest?.id), (list) => list.every((item) => item.state !== 'pending'));
    expect(items.map((item) => item.state).toSorted()).toEqual(['done', 'skipped']);
    expect((await world.api('POST', `/v1/popp/decisions/${latest?.id}/retry`)).status).toBe(409);
    const key = String((await world.api('POST', '/v1/integrations/popp/vendor-keys', { label: 'Popp' })).body.key);
    const one = (await candidateOf(fit)).id;
    expect((await world.call('POST', path('/rejections'), { key, body: { candidateIds: [one], reasonId: reasons[0]?.id } })).status).toBe(403);
  }, 60_000);

  it('PO-39 takes a rejection back while nobody else has touched it', async () => {
    const [latest] = (await world.api('GET', path('/decisions'))).body.data as { id: string; undoUntil: string | null; undoneById: string | null }[];
    expect(latest).toMatchObject({ undoUntil: expect.any(String), undoneById: null });
    const leverUser = await world.inLever('POST', '/users', { name: 'Second Admin', email: `second-${engine}@acme.example`, accessRole: 'admin' });
    const second = String((await world.api('POST', '/v1/members', { name: 'Second Admin', email: `second-${engine}@acme.example`, role: 'admin' })).body.id);
    expect((await world.api('PATCH', `/v1/members/${second}`, { leverUserId: leverUser.id })).status).toBe(200);
    const key = String((await world.api('POST', '/v1/keys', { memberId: second, label: 'second' })).body.key);
    const clicks = await Promise.all([1, 2].map(() => world.call('POST', `/v1/popp/decisions/${latest?.id}/undo`, { key })));
    expect(clicks.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(clicks.find(({ status }) => status === 202)).toMatchObject({ body: { undoneById: second, undoneAt: expect.any(String) } });
    undoing = { memberId: second, leverUserId: String(leverUser.id) };
    const items = await decided(String(latest?.id), (list) => list.some((item) => item.state === 'undone'));
    expect(items.map((item) => item.state).toSorted()).toEqual(['skipped', 'undone']);
    expect(opportunity(unfit).archived).toBeNull();
    expect((await world.api('POST', `/v1/popp/decisions/${latest?.id}/undo`)).status).toBe(409);
  }, 60_000);

  it('PO-39 SH-15 writes the taking back in the name of who did so, and takes its echo for no act of a recruiter', async () => {
    const { requests } = await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json() as { requests: { method: string; path: string; query: { perform_as?: string } }[] };
    const write = requests.findLast((request) => request.method === 'PUT' && request.path.includes(unfit) && request.path.endsWith('/archived'));
    expect(write?.query.perform_as).toBe(undoing.leverUserId);
    const audit = (await world.api('GET', `/v1/audit?subject=analysis:${analysis}`)).body.data as { action: string; actor: { id: string } }[];
    expect(audit.find((row) => row.action === 'popp.rejection-undone')?.actor.id).toBe(undoing.memberId);
    const journey = async () => (await world.api('GET', `/v1/opportunities/${unfit}/journey`)).body.data as JourneyStep[];
    const echoes = async () => (await journey()).filter((step) => step.what === 'archive.changed');
    await until(async () => (await echoes()).length === 2, 'both echoes to be read', 30_000);
    const steps = await journey();
    const [reject, undo] = ['reject', 'undo-reject'].map((what) => steps.find((step) => step.kind === 'action' && step.what === what && step.state === 'done'));
    expect(undo).toMatchObject({ by: 'popp', member: undoing.memberId });
    expect(reject).toMatchObject({ by: 'popp', member: expect.not.stringMatching(undoing.memberId) });
    expect((await echoes()).map(({ by, cause }) => ({ by, cause }))).toEqual([{ by: 'popp', cause: reject?.id }, { by: 'popp', cause: undo?.id }]);
    const told = await world.db.asOwner(`select 1 from job where integration_key = 'popp' and fact_id in (select id from fact where kind = 'archive.changed' and opportunity_id = $1)`, [unfit]);
    expect(told).toEqual([]);
    expect(await candidateOf(unfit)).toMatchObject({ group: 'misses-mandatory' });
  }, 60_000);

  it('PO-37 PO-38 shortlists: marks without a stage and asks for it, moves forward with one, never backwards', async () => {
    const { id } = await candidateOf(fit);
    const screen = stages.find((stage) => stage.text === 'Phone screen')!;
    const marked = await world.api('POST', path('/shortlists'), { candidateIds: [id] });
    expect(marked).toMatchObject({ status: 202, body: { advice: expect.stringContaining('no stage is chosen'), items: [{ state: 'marked' }] } });
    expect((await world.api('PUT', path('/options'), { shortlistStageId: screen.id })).status).toBe(200);
    const made = await world.api('POST', path('/shortlists'), { candidateIds: [id] });
    await decided(String(made.body.id), (list) => list.every((item) => item.state === 'done'));
    expect(opportunity(fit).stage).toBe(screen.id);
    await world.inLever('POST', `/opportunities/${fit}/stage`, { stage: 'offer', stageId: 'offer' });
    await until(async () => (await candidateOf(fit)).stageId === 'offer', 'PO-40 the stage to be shown');
    const again = await world.api('POST', path('/shortlists'), { candidateIds: [id] });
    const [item] = await decided(String(again.body.id), (list) => list.every((one) => one.state !== 'pending'));
    expect(item).toMatchObject({ state: 'skipped', cause: expect.stringContaining('further on') });
    expect(opportunity(fit).stage).toBe('offer');
  }, 60_000);

  it('PO-35 skips whoever reached the offer meanwhile, with an explanation', async () => {
    const { id } = await candidateOf(fit);
    const reasons = (await world.api('GET', '/v1/popp/reject-reasons')).body.data as { id: string }[];
    const made = await world.api('POST', path('/rejections'), { candidateIds: [id], reasonId: reasons[0]?.id });
    const [item] = await decided(String(made.body.id), (list) => list.every((one) => one.state !== 'pending'));
    expect(item).toMatchObject({ state: 'skipped', cause: expect.stringMatching(/offer|too far/) });
    expect(opportunity(fit).archived).toBeNull();
  }, 60_000);

  it('PO-40 shows what is done in Lever: a move and an archiving, also with the reason of a rejection that was taken back', async () => {
    const [onsite, reason] = [stages.find((stage) => stage.text === 'Phone screen')!, world.sandbox.lever.store.account('acme').archiveReasons.find((one) => one.type !== 'hired')!];
    await world.inLever('POST', `/opportunities/${unfit}/stage`, { stage: onsite.id, stageId: onsite.id });
    await until(async () => (await candidateOf(unfit)).stageId === onsite.id, 'the move', 40_000);
    await world.inLever('POST', `/opportunities/${unfit}/archive`, { reason: reason.id, reasonId: reason.id });
    const isShown = async () => (await candidates('&archived=true')).some((one) => one.opportunityId === unfit);
    await until(isShown, 'the archiving', 40_000);
    await world.inLever('POST', `/opportunities/${unfit}/unarchive`);
    await until(async () => !await isShown(), 'a recruiter to take them out of the archive', 40_000);
  }, 150_000);

  it('PO-30 archives the analysis: results stay, nobody new is analysed', async () => {
    expect((await world.api('POST', path('/archive'))).body).toMatchObject({ state: 'archived' });
    expect((await candidates()).length).toBeGreaterThan(2);
    expect((await world.api('PUT', path('/requirements'), { requirements: ASKED })).status).toBe(409);
    const next = await liveAnalysis(world, postingId, ASKED);
    expect(next).not.toBe(analysis);
  }, 60_000);

  if (engine === 'popp') {
    it('LG-12 hands resumes to Popp without name and address', async () => {
      const { data } = await (await fetch(`${world.sandbox.popp.controlUrl}/candidates`)).json() as { data: { text: string }[] };
      expect(data.length).toBeGreaterThan(2);
      for (const { text } of data) expect(text).not.toMatch(/Astrid|Dana|Example|example\.com/);
    });
  }
});
