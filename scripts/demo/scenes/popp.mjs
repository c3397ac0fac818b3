/** Popp AI: requirements out of a job description, ranked applicants with evidence, a rejection and a shortlist in Lever. */
const KEY = 'popp';
const INSTALLATION = `/v1/installations/${KEY}`;
const JOB = {
  text: 'Line Cook (demo)', state: 'published',
  content: {
    descriptionHtml: '<div>We run the kitchen of the Old Mill Inn.</div>',
    lists: [{ text: 'Requirements', content: '<li>Two years of experience as a line cook</li><li>Food handler card is required</li><li>Grilling</li><li>Fluent German</li>' }],
  },
};
const PEOPLE = [
  ['Applicant A', 'Experience\nLine Cook, Old Mill Inn, 2019-06 to 2025-06\n- Grilling and food safety\n\nCertificates\nFood handler card\n\nLanguages\nGerman: fluent\n'],
  ['Applicant B', 'Experience\nLine Cook, Harbour Grill, 2021-06 to 2025-06\n- Grilling\n\nCertificates\nFood handler card\n'],
  ['Applicant C', 'Experience\nCashier, Corner Shop, 2019-06 to 2025-06\n- Counting money and closing the till every evening\n'],
  ['Applicant D', null],
];

async function setUp(stage) {
  const { api, leverApi, say, setUpSteps, step } = stage;
  step('Popp AI, connected by OAuth as an app of its own');
  await api('POST', '/v1/installations', { integrationKey: KEY });
  const goal = (await leverApi('/stages')).data.find((one) => one.text === 'Phone screen');
  await api('PUT', `${INSTALLATION}/settings`, { value: { shortlistStageId: goal.id } }, { 'if-match': '0' });
  await stage.connectLever(KEY);
  for (const one of await setUpSteps(KEY)) say(`   ${one.state === 'done' ? '✓' : '·'} ${one.title}`);
  await api('POST', `${INSTALLATION}/enable`);
  return goal;
}

async function draft(stage) {
  const { api, inLever, say, step, until } = stage;
  step('A job in Lever, three resumes and one applicant without; requirements are read from the description');
  const posting = await inLever('POST', '/postings', JOB);
  for (const [index, [name, text]] of PEOPLE.entries()) {
    const resume = text === null ? {} : { resume: { filename: 'resume.txt', text } };
    await inLever('POST', '/apply', { postingId: posting.id, name, email: `cook-${index}@example.com`, ...resume });
  }
  await until('the job in the hub', async () => (await api('GET', `/v1/${KEY}/roles`)).data.find((role) => role.id === posting.id));
  const { id } = await api('POST', `/v1/${KEY}/analyses`, { postingId: posting.id });
  const at = `/v1/${KEY}/analyses/${id}`;
  await until('the requirements', async () => (await api('GET', at)).extraction.state === 'done');
  for (const one of (await api('GET', at)).requirements) say(`   ${one.mandatory ? '■ mandatory' : '□          '}  ${one.category.padEnd(15)} ${one.text}`);
  return at;
}

async function rank(stage, at) {
  const { api, say, step, until } = stage;
  step('Confirmed: existing applicants are analysed at once, later ones by themselves');
  await api('POST', `${at}/confirm`);
  await until('every applicant', async () => {
    const { counts } = await api('GET', at);
    return counts.waiting === 0 && counts.meetsMandatory + counts.missesMandatory + counts.couldNotBeAnalysed === PEOPLE.length;
  });
  const { data, notConsidered } = await api('GET', `${at}/candidates`);
  for (const one of data) say(`   ${one.score === null ? '  –  ' : String(one.score.toFixed(1)).padStart(5)}  ${one.name}  ${one.group}${one.cause ? ` (${one.cause})` : ''}`);
  say(`   not considered: ${notConsidered.map((one) => one.category).join(', ')}`);
  const report = await api('GET', `/v1/${KEY}/candidates/${data[0].id}/report`);
  for (const { text, status, evidence } of report.outcomes) say(`     – ${text}: ${status}${evidence[0] ? `, "${evidence[0].quote}"` : ''}`);
  return data;
}

async function decide(stage, at, people, goal) {
  const { api, opportunity, say, step, until } = stage;
  step('A person rejects one with a reason of Lever and shortlists another');
  const rejected = people.findLast((one) => one.group === 'misses-mandatory');
  const [reason] = (await api('GET', `/v1/${KEY}/reject-reasons`)).data;
  await api('POST', `${at}/rejections`, { candidateIds: [rejected.id], reasonId: reason.id });
  await api('POST', `${at}/shortlists`, { candidateIds: [people[0].id] });
  await until('the rejection in Lever', async () => (await opportunity(rejected.opportunityId)).archived?.reason === reason.id);
  await until('the shortlist in Lever', async () => (await opportunity(people[0].opportunityId)).stage === goal.id);
  say(`   ${rejected.name}: archived, "${reason.text}" · ${people[0].name}: ${goal.text}`);
  await until('the note in Lever', async () => (await stage.notes(people[0].opportunityId)).length > 0);
  say(`     – ${(await stage.notes(people[0].opportunityId))[0].replaceAll('\n', '\n       ')}`);
}

export async function play(stage) {
  const goal = await setUp(stage);
  const at = await draft(stage);
  const people = await rank(stage, at);
  await decide(stage, at, people, goal);
  stage.say(`\n   Dashboard   ${stage.hub}${at}/candidates · events ${stage.hub}${at}/events`);
}
