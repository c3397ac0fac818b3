/** career.place: set up, linked to a posting; people apply, are invited, qualify or do not, or never answer. */
const KEY = 'career-place';
const INSTALLATION = `/v1/installations/${KEY}`;
const FATES = ['qualifies', 'qualifies', 'does not qualify', 'starts', 'never answers', 'has a dead address'];

async function setUp(stage) {
  const { api, call, inLever, leverApi, sandbox, say, setUpSteps, step, until } = stage;
  step('career.place, set up step by step');
  await api('POST', '/v1/installations', { integrationKey: KEY });
  await api('PUT', `${INSTALLATION}/vendor-credential`, { credential: sandbox.careerPlace.apiKey });
  await stage.connectLever(KEY);
  const goal = (await leverApi('/stages')).data.find((one) => one.text === 'Phone screen');
  await api('PUT', `${INSTALLATION}/settings`, { value: { stageId: goal.id } }, { 'if-match': '0' });
  const address = /https?:\/\/\S+\/hooks\/lever\/[\w-]+/.exec((await setUpSteps(KEY)).map((one) => one.explanation).join(' '))[0];
  const webhook = await inLever('POST', '/webhooks', { url: address, event: 'applicationCreated' });
  await api('PUT', `${INSTALLATION}/lever-webhook`, { signatureToken: webhook.configuration.signatureToken });
  await inLever('POST', `/webhooks/${webhook.id}/verify`);
  await until('every step done', async () => (await setUpSteps(KEY)).every((one) => one.state === 'done'));
  for (const one of await setUpSteps(KEY)) say(`   ${one.state === 'done' ? '✓' : '·'} ${one.title}`);
  await api('POST', `${INSTALLATION}/enable`);
  return goal;
}

async function link(stage) {
  const { api, sandbox, say, step, until } = stage;
  step('A Lever posting is linked to a funnel; from now on everybody who applies is invited');
  const job = sandbox.careerPlace.jobs.find((one) => one.status === 'active');
  const posting = await until('the postings in the hub', async () => (await api('GET', `/v1/${KEY}/lever-postings`)).data[0]);
  const toFunnel = `/v1/${KEY}/jobs/${job.id}/link`;
  await until('the first reading of Lever', async () => (await api('PUT', toFunnel, { postingId: posting.id }).catch(() => null)) !== null);
  say(`   ${posting.title} → ${job.title}`);
  return posting;
}

async function apply(stage, posting) {
  const { call, inLever, sandbox, say, step, until } = stage;
  step('Six people apply; invitations go out by mail');
  const people = [];
  for (const [index, fate] of FATES.entries()) {
    const email = fate === 'has a dead address' ? `nobody-${index}@bounce.example` : `applicant-${index}@example.com`;
    const name = `Applicant ${index + 1}`;
    const { id } = await inLever('POST', '/apply', { postingId: posting.id, name, email });
    people.push({ id, fate, name });
  }
  for (const person of people.slice(0, 5)) await until(`${person.name} invited`, async () => (await cpTags(stage, person)).includes('CP-Sent'));
  say(`   ${(await call('GET', `${sandbox.mailbox.baseUrl}/messages`)).data.length} mails in the mailbox`);
  return people;
}

const cpTags = async (stage, person) => (await stage.opportunity(person.id)).tags.filter((tag) => tag.startsWith('CP-'));

async function answer(stage, people, goal) {
  const { call, opportunity, sandbox, step, until } = stage;
  step('Some start, some qualify, one does not');
  const act = (person, what, body = {}) => call('POST', `${sandbox.careerPlace.controlUrl}/applicants/${person.id}/${what}`, { body });
  const of = (fate) => people.filter((person) => person.fate === fate);
  const [rejected] = of('does not qualify');
  for (const person of [...of('qualifies'), rejected, ...of('starts')]) await act(person, 'start');
  for (const person of of('qualifies')) { await act(person, 'submit'); await act(person, 'qualify'); }
  await act(rejected, 'submit');
  await act(rejected, 'unqualify', { reasons: [{ step: 'requirements', requirement: 'Driving licence', answer: 'no', text: 'A driving licence is required' }] });
  for (const person of of('qualifies')) await until(`${person.name} in ${goal.text}`, async () => (await opportunity(person.id)).stage === goal.id);
  await until('the reason in Lever', async () => (await cpTags(stage, rejected)).includes('CP-Unqual'));
}

async function letTimePass(stage, people) {
  stage.step('420 hours pass on the controlled clock; who never answered counts as opted out');
  await stage.passHours(421);
  const silent = people.find(({ fate }) => fate === 'never answers');
  await stage.until('the note of opting out', async () => (await stage.notes(silent.id)).some((note) => note.includes('opted out')));
}

export async function play(stage) {
  const goal = await setUp(stage);
  const posting = await link(stage);
  const people = await apply(stage, posting);
  await answer(stage, people, goal);
  await letTimePass(stage, people);
  stage.step('What Lever holds now');
  const texts = new Map((await stage.leverApi('/stages')).data.map((one) => [one.id, one.text]));
  for (const person of people) {
    const tags = (await cpTags(stage, person)).join(', ') || 'no CP- tag';
    stage.say(`\n   ${person.name} (${person.fate}): ${tags} · stage ${texts.get((await stage.opportunity(person.id)).stage)}`);
    for (const note of (await stage.notes(person.id)).toReversed()) stage.say(`     – ${note.replaceAll('\n', '\n       ')}`);
  }
  stage.say(`\n   Journey     ${stage.hub}/v1/opportunities/${people[0].id}/journey`);
}
