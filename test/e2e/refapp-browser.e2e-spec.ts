import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { isBrowserHere, startBrowser } from '../support/browser.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { linkIn, mailTo, newService, setUpRefapp } from '../support/refapp-set-up.js';

const SLOW = 120_000;
const suite = isBrowserHere() ? describe : describe.skip;
if (!isBrowserHere()) process.stderr.write('\nSKIPPED: reference taking in a browser needs a Chromium (apt-get install chromium, or PATCHBAY_BROWSER).\n');

const REFEREES = ['ada', 'bo', 'cai'].map((name) => `${name}.referee@example.com`);

suite('reference taking in a browser', () => {
  let world: HubOverSandbox;
  let browser: Browser | null;
  let page: Page;

  beforeAll(async () => {
    world = await startHubOverSandbox();
    browser = await startBrowser();
    if (!browser) throw new Error('The browser did not start.');
    page = await browser.newPage();
    await setUpRefapp(world);
  }, SLOW);

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  /** Somebody opens the link of the mail, in a window of their own. */
  async function openMail(email: string): Promise<Page> {
    const { text } = await mailTo(world, email);
    const own = await page.context().browser()?.newContext();
    const opened = await own?.newPage();
    if (!opened) throw new Error('no window');
    await opened.goto(linkIn(text));
    return opened;
  }

  async function nameReferee(form: Page, n: number, email: string): Promise<void> {
    await form.fill(`[name="name.${n}"]`, `Referens ${n + 1}`);
    await form.fill(`[name="relation.${n}"]`, 'Chef');
    await form.fill(`[name="company.${n}"]`, 'Exempel AB');
    await form.fill(`[name="email.${n}"]`, email);
  }

  it('RE-1 RE-3 RE-4 RE-5 RE-6 RE-7 a recruiter adds the step in We Select, on the tab Test/Event', async () => {
    const serviceId = await newService(world, 'Truckförare');
    await page.goto(`${world.sandbox.weSelect.baseUrl}/services/${serviceId}`);
    await page.click('text=+ Lägg till steg');
    expect(await page.inputValue('[name=name]')).toBe('Refapp Referenstagning');
    await page.selectOption('[name=event]', 'refapp');
    await page.selectOption('[name=questionnaireId]', { label: 'Allmän referens' });
    await page.selectOption('[name=candidateChannel]', 'email');
    await page.fill('[name=references]', '3');
    await page.selectOption('[name=refereeChannel]', 'email');
    await page.click('text=Spara');
    expect(await page.textContent('#steps')).toContain('Event: Refapp');
    await until(async () => ((await world.api('GET', '/v1/refapp/steps?host=we-select')).body.data as { serviceId: string; settings: { references: number } }[])
      .some((step) => step.serviceId === serviceId && step.settings.references === 3), 'the hub to know the step');
  }, SLOW);

  it('RE-11 RE-14 RE-20 RE-21 RE-22 RE-23 RE-27 RE-32 RE-40 a check with three referees, from the drop-down to Completed', async () => {
    const service = [...world.sandbox.weSelect.records.services.values()].find(({ title }) => title === 'Truckförare');
    const made = await fetch(`${world.sandbox.weSelect.controlUrl}/services/${service?.id}/candidates`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'kim.browser@example.com' }),
    });
    const candidate = await made.json() as { id: string };
    const card = `${world.sandbox.weSelect.baseUrl}/services/${service?.id}/candidates/${candidate.id}`;
    await page.goto(card);
    await page.selectOption('[name=stepId]', { label: 'Refapp Referenstagning' });
    await page.click('text=Byt steg');

    const form = await openMail('kim.browser@example.com');
    expect(await form.textContent('#questions')).toContain('Vilka är personens styrkor?');
    await nameReferee(form, 0, 'ada.referee@example.com');
    await form.click('text=Spara utkast');
    expect(await form.textContent('[role=status]')).toBe('Utkastet är sparat.');
    for (const [n, email] of REFEREES.entries()) await nameReferee(form, n, email);
    await form.check('[name=confirmed]');
    await form.click('text=Skicka in');
    expect(await form.textContent('#given')).toContain('Referens 3');

    for (const [n, email] of REFEREES.entries()) {
      const answers = await openMail(email);
      for (const field of await answers.locator('textarea').all()) await field.fill(`Svar ${n + 1}`);
      await answers.click('text=Skicka in');
      expect(await answers.textContent('h1')).toBe('Tack för din referens!');
      if (n < 2) {
        await until(async () => { await page.goto(card); return (await page.textContent('#reference-progress'))?.trim() === `${n + 1} av 3`; }, 'the progress in the box');
        expect(await page.locator('#reference-report').count()).toBe(0);
      }
    }
    await until(async () => { await page.goto(card); return await page.textContent('#reference-status') === 'Completed'; }, 'Completed in the box');
    expect(await page.locator('#reference-candidate').count()).toBe(1);
    await page.click('#reference-report');
    expect(await page.textContent('#status')).toBe('completed');
    for (const n of [1, 2, 3]) expect(await page.textContent('main')).toContain(`Svar ${n}`);
  }, SLOW);
});
