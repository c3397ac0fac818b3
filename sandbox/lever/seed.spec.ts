import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeverDriver } from './testing/drive-lever.js';

describe('the seeds', () => {
  let full: LeverDriver;

  beforeAll(async () => { full = await LeverDriver.start({ size: 'full' }); });
  afterAll(() => full.close());

  it('has 40 postings and more than 1,000 people with résumés, no address twice', () => {
    expect(full.account.postings.size).toBe(40);
    const contacts = full.account.contacts.all();
    expect(contacts.length).toBeGreaterThanOrEqual(1000);
    const emails = contacts.flatMap((contact) => contact.emails);
    expect(new Set(emails).size).toBe(emails.length);
    const withResume = full.account.opportunities.all().filter(({ resumes, isAnonymized }) => resumes.length > 0 || isAnonymized);
    expect(withResume).toHaveLength(full.account.opportunities.size);
  });

  it('has rows of every kind a client must cope with', () => {
    const rows = full.account.opportunities.all();
    const kinds = {
      lead: rows.some(({ stage }) => stage.startsWith('lead-')),
      postingless: rows.some(({ application }) => application === null),
      hired: rows.some(({ archived }) => archived !== null && full.account.isHired(archived.reason)),
      anonymized: rows.some(({ isAnonymized }) => isAnonymized),
      old: rows.some(({ updatedAt, stageChanges }) => updatedAt === null && stageChanges.every((change) =>
        change.userId === undefined)),
      referral: rows.some(({ referrals }) => referrals.length > 0),
      offer: rows.some(({ offers }) => offers.length > 0),
      agency: rows.some(({ origin }) => origin === 'agency'),
      pdf: rows.some(({ resumes }) => resumes[0]?.file?.name.endsWith('.pdf') === true),
      docx: rows.some(({ resumes }) => resumes[0]?.file?.name.endsWith('.docx') === true),
      past: rows.every(({ createdAt, lastAdvancedAt }) => createdAt <= full.clock.now() && lastAdvancedAt <= full.clock.now()),
    };
    expect(Object.entries(kinds).filter(([, holds]) => !holds)).toEqual([]);
    const states = new Set([...full.account.postings.values()].map(({ state }) => state));
    expect([...states].toSorted()).toEqual(['closed', 'draft', 'internal', 'published']);
  });

  it('gives the same ids for the same seed and others for another', async () => {
    const ids = async (seed: number) => {
      const driver = await LeverDriver.start({ seed });
      const all = [...driver.account.users.keys(), ...driver.account.postings.keys(),
        ...driver.account.opportunities.all().map(({ id }) => id)];
      await driver.close();
      return all;
    };
    const first = await ids(7);
    expect(await ids(7)).toEqual(first);
    expect((await ids(8)).some((id) => first.includes(id))).toBe(false);
  });

  it('serves a listing of the full account page by page', async () => {
    const { rows } = await full.all('/opportunities?confidentiality=all', 100);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(full.account.opportunities.size);
  });
});
