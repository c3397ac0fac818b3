/** Refapp in We Select: a step, a candidate's drop-down, referees named and answering in the forms, the report in the box. */
const KEY = 'refapp';
const INSTALLATION = `/v1/installations/${KEY}`;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const post = (url, fields) => fetch(url, { method: 'POST', headers: FORM, body: new URLSearchParams(fields) });

async function setUp(stage) {
  const { api, sandbox, step, say } = stage;
  step('Refapp and We Select are connected; an administrator adds the step "Refapp Referenstagning" to a service');
  await api('POST', '/v1/installations', { integrationKey: KEY });
  await api('PUT', `${INSTALLATION}/vendor-credential`, { credential: sandbox.refapp.apiKey });
  await stage.connectLever(KEY);
  await api('PUT', `${INSTALLATION}/settings`, { value: {} }, { 'if-match': '0' });
  await api('POST', `${INSTALLATION}/enable`);
  const { url } = await api('POST', `/v1/${KEY}/we-select/sign-in`);
  const asked = new URL(url).searchParams;
  await post(`${sandbox.weSelect.baseUrl}/oauth/authorize`, {
    redirect_uri: encodeURIComponent(asked.get('redirect_uri')), state: encodeURIComponent(asked.get('state')) });
  const [service] = sandbox.weSelect.services;
  const questionnaire = (await api('GET', `/v1/${KEY}/questionnaires`)).data.find((one) => one.language === 'sv');
  const added = await api('POST', `/v1/${KEY}/steps`, { host: 'we-select', serviceId: service.id, settings: { questionnaireId: questionnaire.id, candidateChannel: 'both', refereeChannel: 'both' } });
  say(`   ${service.title}: ${added.name}, "${questionnaire.name}", ${added.settings.references} references by ${added.settings.candidateChannel}`);
  return { service, added };
}

const linkIn = (text) => /https?:\/\/\S+\/[rf]\/\w+/.exec(text)[0];

/** The link of the newest SMS to somebody. */
async function linkOnPhone(stage, phone) {
  const { call, sandbox, until } = stage;
  const ask = `${sandbox.mailbox.baseUrl}/sms?phone=${encodeURIComponent(phone)}`;
  const { text } = await until(`an SMS to ${phone}`, async () => (await call('GET', ask)).data.at(-1));
  stage.say(`   SMS to ${phone}: ${text}`);
  return linkIn(text);
}

/** The link of the newest mail to somebody. */
async function linkTo(stage, email) {
  const { call, sandbox, until } = stage;
  const mail = await until(`a mail to ${email}`, async () => (await call('GET', `${sandbox.mailbox.baseUrl}/messages?to=${encodeURIComponent(email)}`)).data.at(-1));
  const { text } = mail.text === undefined ? await call('GET', `${sandbox.mailbox.baseUrl}/messages/${mail.id}`) : mail;
  stage.say(`   mail to ${email}: ${mail.subject}`);
  return linkIn(text);
}

export async function play(stage) {
  const { call, sandbox, step, say, until } = stage;
  const { service, added } = await setUp(stage);
  const email = 'kim.exempel@example.com';
  const phone = '+46701740606';
  await stage.passUntil(10);
  const candidate = await call('POST', `${sandbox.weSelect.controlUrl}/services/${service.id}/candidates`, { body: { firstName: 'Kim', lastName: 'Exempel', email, phone } });
  const page = `${sandbox.weSelect.baseUrl}/services/${service.id}/candidates/${candidate.id}`;
  step('A recruiter chooses the step in the candidate’s drop-down; it is ten in the morning, so the request goes out at once, by mail and SMS');
  await post(`${page}/step`, { stepId: added.hostStepId });
  const form = await linkTo(stage, email);
  await linkOnPhone(stage, phone);
  step('The candidate names two referees, one by mail address and one by phone; both are asked and answer');
  const referees = [{ email: 'ada.referee@example.com' }, { phone: '+46701740607' }];
  const rows = referees.map((contact, n) => [['name', `Referens ${n + 1}`], ['relation', 'Chef'], ['company', 'Exempel AB'], ...Object.entries(contact)]
    .map(([field, value]) => [`${field}.${n}`, value]));
  await post(form, { ...Object.fromEntries(rows.flat()), confirmed: 'yes', do: 'submit' });
  const box = async () => (await call('GET', `${sandbox.weSelect.baseUrl}/v1/services/${service.id}/candidates/${candidate.id}`, { key: sandbox.weSelect.apiKey })).results.refapp;
  for (const [n, contact] of referees.entries()) {
    const link = contact.phone ? await linkOnPhone(stage, contact.phone) : await linkTo(stage, contact.email);
    await fetch(link);
    await post(link, { 'answers.q1': 'Två år', 'answers.q2': 'Lugn och noggrann', 'answers.q3': 'Ja', do: 'submit' });
    const shown = await until('the box', async () => { const now = await box(); return now?.answered === n + 1 ? now : null; });
    say(`   References box: ${shown.statusText}, ${shown.answered} of ${shown.requested}${shown.reportUrl ? `, report ${shown.reportUrl}` : ''}`);
  }
  say(`   In a browser: ${page}`);
}
