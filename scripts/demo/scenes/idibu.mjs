/** idibu: the three ways into CRM and vacancy, keep on file, two CRMs; what each CRM holds in the end. */
const KEY = 'idibu';
const INSTALLATION = `/v1/installations/${KEY}`;
const HANDOFF = `/v1/${KEY}/handoff`;

async function setUp(stage) {
  const { api, sandbox, step, until } = stage;
  step('idibu, set up; its statuses are read');
  await api('POST', '/v1/installations', { integrationKey: KEY });
  await api('PUT', `${INSTALLATION}/vendor-credential`, { credential: sandbox.idibu.accessToken });
  await api('PUT', `${INSTALLATION}/settings`, { value: { useIdibu: true, useLever: false, country: 'SE', deletesRejected: true, deleteAfterDays: 30 } }, { 'if-match': '0' });
  await api('POST', `${INSTALLATION}/enable`);
  await until('the statuses', async () => (await api('GET', `/v1/${KEY}/statuses`)).data.length > 0);
}

/** Through the CRM's own sign-in page and back. */
async function logIn(stage, crm, options, more = {}) {
  const { api, call, sandbox, step } = stage;
  step(`CRM Handoff: ${crm} is selected; its login button leads to its own page and back`);
  const { url } = await api('POST', `${HANDOFF}/login`, { crm, options, ...more });
  const asked = Object.fromEntries(new URL(url).searchParams);
  const { redirectTo } = await call('POST', `${sandbox[crm].controlUrl}/crm/sign-in`, { body: asked });
  await call('GET', redirectTo);
}

async function save(stage, form) {
  const { revision } = await stage.api('GET', HANDOFF);
  await stage.api('PUT', HANDOFF, { mode: 'none', triggerStatusId: null, keepOnFile: false, ...form }, { 'if-match': String(revision) });
}

async function apply(stage, firstname) {
  const { api, call, sandbox, until } = stage;
  const candidate = await call('POST', `${sandbox.idibu.controlUrl}/apply`, {
    body: { vacancyId: '501', firstname, lastname: 'Applicant', email: `${firstname.toLowerCase()}@example.com`, source: 'Example Job Board' },
  });
  return until(`${firstname} in the hub`, async () => (await api('GET', `/v1/${KEY}/applicants?externalId=${candidate.id}`)).data[0]);
}

const sent = (stage, applicant) => stage.until(`${applicant.name} in the CRM`, async () =>
  (await stage.api('GET', `/v1/${KEY}/forwards?applicantId=${applicant.id}&state=done`)).data[0]);

async function threeWays(stage) {
  const { api, step } = stage;
  step('Way 1: everybody is sent as they arrive');
  await save(stage, { mode: 'all' });
  await sent(stage, await apply(stage, 'Alex'));
  step('Way 2: one click on the green light sends; amber keeps on file, without the vacancy');
  await save(stage, { mode: 'green', keepOnFile: true });
  const [green, amber] = [await apply(stage, 'Greta'), await apply(stage, 'Amy')];
  await api('POST', `/v1/${KEY}/applicants/${green.id}/light`, { light: 'green' });
  await api('POST', `/v1/${KEY}/applicants/${amber.id}/light`, { light: 'yellow' });
  await sent(stage, green);
  await sent(stage, amber);
}

async function ownStatus(stage) {
  const { api, step } = stage;
  step('Way 3, into another CRM: a status of one’s own making sends; nobody of before is sent again');
  await logIn(stage, 'jobadder', {}, { confirmSwitch: true });
  const { id } = await api('POST', `/v1/${KEY}/statuses`, { label: 'Send to CRM', colour: 'green' });
  await save(stage, { mode: 'status', triggerStatusId: id });
  const applicant = await apply(stage, 'Stan');
  await api('POST', `/v1/${KEY}/applicants/${applicant.id}/status`, { statusId: id });
  await sent(stage, applicant);
}

export async function play(stage) {
  await setUp(stage);
  await logIn(stage, 'bullhorn', { dataCentre: 'west' });
  await threeWays(stage);
  await ownStatus(stage);
  stage.step('What the CRMs hold now');
  for (const crm of ['bullhorn', 'jobadder']) {
    const { people, jobs } = await stage.call('GET', `${stage.sandbox[crm].controlUrl}/crm/holdings`);
    stage.say(`\n   ${crm}`);
    for (const person of people.filter((one) => one.links.length + one.files.length + one.notes.length > 0)) {
      const titles = person.links.map((link) => jobs.find((job) => job.id === link.jobId)?.title ?? link.jobId);
      stage.say(`     – ${person.name}: ${titles.length > 0 ? `linked to ${titles.join(', ')}` : 'on file, no vacancy'} · ${person.files.length} CV · ${person.notes.length} note`);
    }
  }
}
