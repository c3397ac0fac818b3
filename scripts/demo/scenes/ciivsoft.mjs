import { setTimeout as sleep } from 'node:timers/promises';

/** CiiVSOFT: a key with the permissions of the guide, then one run in which ARKiiVE, FiiLTER and REFiiNE work. */
const KEY = 'ciivsoft';
const POLL_MS = 5_000;
const INSTALLATION = `/v1/installations/${KEY}`;
const NEEDS = ['At least 3 years as a line cook', 'Grilling', 'Food safety', 'Food handler card'];
const resume = (title, skills) => ({
  filename: 'cv.txt', text: `${title}\n\nExperience\n${title}, Old Mill Inn, 2017-03 to present\n- ${skills}\n\nCertificates\nFood handler card\n\nSkills\n${skills}`,
});

async function setUp(stage) {
  const { api, inLever, leverApi, say, setUpSteps, step, until } = stage;
  step('CiiVSOFT: a Lever key with the permissions of the guide; each is tried');
  await api('POST', '/v1/installations', { integrationKey: KEY });
  const { leverPermissions, optionalLeverPermissions } = await api('GET', `/v1/integrations/${KEY}`);
  const { token } = await inLever('POST', '/keys', { name: 'CiiVSOFT', permissions: [...leverPermissions, ...optionalLeverPermissions] });
  const serviceUser = (await leverApi('/users')).data.find((user) => user.name === 'Integration Service');
  await api('PUT', `${INSTALLATION}/lever-key`, { apiKey: token, actsAs: serviceUser.id });
  await api('PUT', `${INSTALLATION}/settings`, { value: {} }, { 'if-match': '0' });
  for (const one of await setUpSteps(KEY)) say(`   ${one.state === 'done' ? '✓' : '·'} ${one.title}`);
  await api('POST', `${INSTALLATION}/enable`);
  await until('the installation to be on', async () => (await api('GET', INSTALLATION)).state === 'enabled');
}

async function openJob(stage, text, needs) {
  const content = { descriptionHtml: '<div>We are hiring.</div>', lists: [{ text: 'What we need', content: needs.map((need) => `<li>${need}</li>`).join('') }] };
  return stage.inLever('POST', '/postings', { text, state: 'published', distributionChannels: ['public', 'internal'], content });
}

const runNow = (stage) => stage.api('POST', `${INSTALLATION}/schedules/run/run`);

export async function play(stage) {
  const { api, inLever, opportunity, say, step, until } = stage;
  // Lever tells of leads by no webhook: they are there before the set-up, which takes longer than a poll, and the first reading finds them.
  for (let n = 1; n <= 9; n += 1) await inLever('POST', '/leads', { name: `Cook ${n}`, emails: [`cook-${n}@example.com`], resume: resume('Line Cook', 'Grilling, food safety') });
  await setUp(stage);
  step('Nine cooks are in the database; a job for a cook opens, a cook and a baker apply');
  await sleep(2 * POLL_MS);
  const cooks = await openJob(stage, 'Line Cook', NEEDS);
  const apply = (name, cv) => inLever('POST', '/apply', { postingId: cooks.id, name, email: `${name.toLowerCase().replace(' ', '.')}@example.com`, resume: cv });
  const match = await apply('Applying Cook', resume('Line Cook', 'Grilling, food safety'));
  const other = await apply('Applying Baker', resume('Baker', 'Bread baking, food safety'));
  await until('both applications in the queue', async () => (await api('GET', `/v1/${KEY}/applications?state=waiting`)).data.length === 2);
  await until('the new job in the queue', async () => (await api('GET', `/v1/${KEY}/postings?state=waiting`)).data.length > 0);

  step('A run: FiiLTER screens, ARKiiVE searches everybody, REFiiNE looks for another job');
  const leads = async () => (await api('GET', `/v1/${KEY}/decisions?solution=arkiive&postingId=${cooks.id}&isMatch=true&limit=200`)).data.filter((one) => one.leadOpportunityId);
  await until('seven leads', async () => {
    await runNow(stage).catch(() => null);
    return (await leads()).length === 7;
  });
  const screened = (await stage.leverApi('/stages')).data.find((one) => one.text === 'CiiVSOFT SCREENED');
  await until('the match to advance', async () => (await opportunity(match.id)).stage === screened.id);
  for (const run of (await api('GET', `/v1/${KEY}/runs?limit=200`)).data.filter((one) => one.counts.scanned > 0)) {
    say(`   ${run.solution.padEnd(8)} ${run.state.padEnd(8)} scanned ${run.counts.scanned}, advanced ${run.counts.advanced}, leads ${run.counts.leads}, queued ${run.counts.queued}`);
  }
  say(`   ${(await stage.notes(other.id)).at(-1)}`);
}
