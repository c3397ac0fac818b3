import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, LeverDriver } from './testing/drive-lever.js';

/** As the set-up text of a vendor lists them, in Lever's own wording. */
const vendorList = [
  'Find a stage', 'Find a requisition', 'Find a posting', 'Find an opportunity referral', 'Find an opportunity note',
  'Find an opportunity form', 'Find an opportunity', 'Find a contact', 'Find a candidate referral', 'Find a candidate note',
  'Find a candidate form', 'Find a candidate', 'Find all stages', 'Find all requisitions', 'Find a requisition field',
  'Find an opportunity resume', 'Find an opportunity interview panel', 'Find an opportunity application',
  'Find a candidate interview panel', 'Find a candidate file', 'Find a candidate application', 'Find all tags',
  'Find all requisition fields', 'Find all postings', 'Find all opportunity referrals', 'Find all opportunity offers',
  'Find all opportunity files', 'Find all opportunity applications', 'Find all candidates', 'Find all candidate referrals',
  'Find all candidate offers', 'Find all candidate applications', 'Download an opportunity offer file',
    'Download a candidate resume',
  'Find all opportunity resumes', 'Find all opportunity interview panels', 'Find all opportunity notes',
    'Find all opportunity forms',
  'Find all opportunities', 'Find all deleted opportunities', 'Find all candidate resumes', 'Find all candidate interview panels',
  'Find all candidate notes', 'Download an opportunity resume file', 'Download a candidate file', 'Update a requisition field',
  'Update a posting', 'Update an opportunity interview panel', 'Update a candidate stage', 'Update a requisition',
  'Update an opportunity stage', 'Update an opportunity note', 'Update a candidate interview panel', 'Create an opportunity note',
  'Add opportunity tags', 'Add candidate tags',
];

describe('permissions of API keys', () => {
  let driver: LeverDriver;
  let key: string;
  let id: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    const made = await driver.recruiter('POST', '/keys', { name: 'vendor', permissions: vendorList });
    key = basic(String(made.body.token));
    id = driver.account.opportunities.all().find((row) => row.confidentiality === 'non-confidential')?.id ?? '';
  });
  afterAll(() => driver.close());

  it('knows every name of the vendor list', async () => {
    const { permissions } = (await driver.control('GET',
      '/lever/permissions')).body as { permissions: Array<{ permission: string }> };
    const known = new Set(permissions.map(({ permission }) => permission));
    expect(vendorList.filter((name) => !known.has(name))).toEqual([]);
  });

  it('allows what is ticked and refuses the rest by name', async () => {
    expect((await driver.get('/opportunities', key)).status).toBe(200);
    expect((await driver.call('POST', `/opportunities/${id}/addTags`, { tags: ['x'] }, key)).status).toBe(200);
    expect((await driver.call('POST', `/candidates/${id}/addTags`, { tags: ['x'] }, key)).status).toBe(200);
    const refused: ReadonlyArray<readonly [string, string, string]> = [
      ['POST', `/opportunities?perform_as=${driver.userId()}`, 'Create an opportunity'],
      ['PUT', `/opportunities/${id}/archived`, 'Update an opportunity archived state'],
      ['POST', `/opportunities/${id}/removeTags`, 'Remove opportunity tags'],
      ['GET', '/users', 'Find all users'],
      ['GET', '/webhooks', 'Find all webhooks'],
      ['GET', '/archive_reasons', 'Find all archive reasons'],
      ['GET', `/opportunities/${id}/files/x/download`, 'Download an opportunity file'],
    ];
    for (const [method, path, permission] of refused) {
      const reply = await driver.call(method, path, method === 'GET' ? undefined : {}, key);
      expect([path, reply.status, reply.body.code]).toEqual([path, 403, 'ForbiddenError']);
      expect(reply.body.message).toContain(permission);
    }
  });

  it('follows a change of the ticked list at once', async () => {
    await driver.recruiter('PUT', '/keys/vendor', { permissions: ['Find all users'] });
    expect((await driver.get('/users', key)).status).toBe(200);
    expect((await driver.get('/opportunities', key)).status).toBe(403);
  });

  it('refuses confidential rows to a key without that switch', async () => {
    const hidden = [...driver.account.postings.values()].find(({ confidentiality }) =>
      confidentiality === 'confidential')?.id ?? '';
    const { id: opportunity } = (await driver.recruiter('POST', '/apply', { postingId: hidden, name: 'H',
      email: 'h@example.com' })).body;
    await driver.recruiter('PUT', '/keys/vendor', { permissions: 'all' });
    expect((await driver.get(`/opportunities/${String(opportunity)}`, key)).status).toBe(403);
    expect((await driver.get('/opportunities?confidentiality=all', key)).status).toBe(403);
    await driver.recruiter('PUT', '/keys/vendor', { confidential: true });
    expect((await driver.get(`/opportunities/${String(opportunity)}`, key)).status).toBe(200);
  });
});
