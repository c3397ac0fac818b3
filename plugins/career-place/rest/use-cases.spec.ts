import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Pager, Principal } from 'patchbay/sdk';
import type { UseCase } from '../career-place.context.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { HandlerStage } from '../testing/handler-stage.js';
import { entryDetail, listEntries, reinvite, retry, withdraw } from './entry.use-cases.js';
import { jobIntegration, listJobs, listPostings } from './job.use-cases.js';
import { deleteLink, inviteExisting, listLinks, putLink } from './link.use-cases.js';

const admin: Principal = { kind: 'member', id: 'm1', tenantId: 't', role: 'admin', leverUserId: 'u1' };
const limited: Principal = { ...admin, id: 'm2', role: 'limited_team_member', leverUserId: 'u2' };
const pager: Pager = {
  encode: (scope, position) => JSON.stringify([scope, position]),
  decode: (scope, cursor) => { const [of, position] = JSON.parse(cursor) as [string, (string | number)[]]; if (of !== scope) throw new Error('foreign cursor'); return position; },
};

let stage: HandlerStage;
const as = (principal: Principal = admin, state: UseCase['state'] = 'enabled'): UseCase => ({ ...stage.context(), principal, state });
const job = (id: string, status = 'active') => ({ id, title: `Title of ${id}`, status, steps: ['requirements'], integration: null });
const links = () => stage.store.rows(FunnelLink);

beforeEach(() => {
  stage = new HandlerStage();
  for (const id of ['job_1', 'job_2']) stage.answers.set(`GET /api/v1/jobs/${id}`, { status: 200, headers: {}, body: job(id) });
  stage.answers.set('GET /api/v1/jobs/job_9', { status: 200, headers: {}, body: job('job_9', 'closed') });
  stage.answers.set('GET /api/v1/jobs', { status: 200, headers: {}, body: { data: [job('job_1'), job('job_2')], next: 'more' } });
  for (const [id, state] of [['p1', 'published'], ['p2', 'internal'], ['p3', 'closed'], ['p4', 'draft']] as const) {
    stage.posting(id, { title: `Posting ${id}`, state, team: 'Ops', location: 'Gothenburg', ownerId: id === 'p1' ? 'u2' : 'u1' });
  }
});

describe('linking', () => {
  it('CP-1 says on the link screen that set-up comes first', async () => {
    expect(await jobIntegration(as(admin, 'draft'), 'job_1')).toMatchObject({ job: null, advice: { isReady: false, message: expect.stringContaining('set-up first') } });
    expect(await jobIntegration(as(), 'job_1')).toMatchObject({ job: { id: 'job_1', link: null }, advice: { isReady: true } });
    expect((await listPostings(as(admin, 'draft'), {})).advice.isReady).toBe(false);
  });

  it('CP-5 shows Lever selected already', async () => {
    expect((await jobIntegration(as(), 'job_1')).providers).toEqual([{ provider: 'lever', label: 'Lever', isSelected: true }]);
  });

  it('CP-4 CP-6 holds from the moment the Lever job is picked, and is shown at career.place', async () => {
    const link = await putLink(as(), 'job_1', { postingId: 'p1', zone: 'Europe/Stockholm' });
    expect(link).toMatchObject({ isActive: true, linkedAt: new Date(stage.now).toISOString(), jobTitle: 'Title of job_1', zone: 'Europe/Stockholm' });
    expect(stage.actions).toMatchObject([{ name: 'link', request: { jobId: 'job_1', postingId: 'p1' } }]);
    await stage.apply('o1');
    await stage.runDue();
    expect(stage.entry('o1').status).toBe('inviting');
  });

  it('CP-9 refuses a posting that another Job holds and names that Job', async () => {
    await putLink(as(), 'job_1', { postingId: 'p1' });
    await expect(putLink(as(), 'job_2', { postingId: 'p1' })).rejects.toMatchObject({ status: 409, code: 'posting-already-linked', message: expect.stringContaining('Title of job_1') });
    expect((await listPostings(as(), {})).data.map((posting) => [posting.id, posting.heldBy?.jobId ?? null])).toContainEqual(['p1', 'job_1']);
  });

  it('CP-9 another posting for the Job ends the older link and leaves its people alone', async () => {
    await putLink(as(), 'job_1', { postingId: 'p1' });
    await stage.invited('o1');
    stage.now += 1_000;
    await putLink(as(), 'job_1', { postingId: 'p2' });
    expect(links().map((link) => [link.postingId, link.activeJobId])).toEqual([['p1', null], ['p2', 'job_1']]);
    await stage.apply('o2', { createdAt: stage.now });
    await stage.runDue();
    expect(stage.store.rows(FunnelEntry)).toHaveLength(1);
    await stage.event('applicant.started', 'o1', 2);
    expect(stage.entry('o1').status).toBe('in_progress');
  });

  it('SH-13 the same link again changes nothing', async () => {
    const first = await putLink(as(), 'job_1', { postingId: 'p1' });
    expect(await putLink(as(), 'job_1', { postingId: 'p1' })).toEqual(first);
    expect(links()).toHaveLength(1);
  });

  it('CP-10 SH-17 offers published and internal postings unless asked for others, and links no others', async () => {
    const all = stage.context().mirror;
    const postings = async ({ states }: { states: readonly string[] }) => [...stage.postings.values()].filter((posting) => states.includes(posting.state));
    const byState = { ...as(), mirror: { ...all, postings } };
    expect((await listPostings(byState, {})).data).toMatchObject([{ id: 'p1', title: 'Posting p1', location: 'Gothenburg', team: 'Ops' }, { id: 'p2' }]);
    expect((await listPostings(byState, { states: ['closed', 'draft'] })).data.map((posting) => posting.id)).toEqual(['p3', 'p4']);
    for (const postingId of ['p3', 'p4', 'unknown']) {
      await expect(putLink(as(), 'job_1', { postingId })).rejects.toMatchObject({ status: 422, fields: [{ field: '/postingId' }] });
    }
    await expect(putLink(as(), 'job_9', { postingId: 'p1' })).rejects.toMatchObject({ status: 409, code: 'job-closed' });
    await expect(putLink(as(), 'job_x', { postingId: 'p1' })).rejects.toMatchObject({ status: 404 });
  });

  it('CP-9 CP-24 a removed link affects later applications only; "stop" ends reminders too', async () => {
    await putLink(as(), 'job_1', { postingId: 'p1' });
    await stage.invited('o1');
    await deleteLink(as(), 'job_1', true);
    await stage.runDue();
    expect(stage.vendorWrites()).toContain('unlink');
    expect(stage.waiting('remind')).toEqual([]);
    await expect(deleteLink(as(), 'job_1', false)).rejects.toMatchObject({ status: 404 });
    stage.now += 1;
    await stage.apply('o2');
    expect(await stage.runDue()).toBe(0);
  });

  it('CP-7 counts first and invites only the number that was confirmed', async () => {
    stage.person('o1');
    stage.person('o2');
    const link = await putLink(as(), 'job_1', { postingId: 'p1' });
    expect(await inviteExisting(as(), link.id, {})).toEqual({ count: 2, isStarted: false });
    expect(stage.jobs).toEqual([]);
    await expect(inviteExisting(as(), link.id, { confirmCount: 1 })).rejects.toMatchObject({ status: 409, code: 'count-changed' });
    expect(await inviteExisting(as(), link.id, { confirmCount: 2 })).toEqual({ count: 2, isStarted: true });
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['link', 'invite', 'invite']);
    expect(await inviteExisting(as(), link.id, {})).toEqual({ count: 0, isStarted: false });
  });

  it('lists Jobs as career.place pages them and links newest first', async () => {
    await putLink(as(), 'job_1', { postingId: 'p1' });
    stage.now += 1_000;
    await putLink(as(), 'job_2', { postingId: 'p2' });
    const page = await listJobs(as(), pager, {});
    expect(page.data.map((one) => [one.id, one.link?.postingId])).toEqual([['job_1', 'p1'], ['job_2', 'p2']]);
    expect(page.next && pager.decode('career-place:jobs', page.next)).toEqual(['more']);
    const first = await listLinks(as(), pager, { limit: 1 });
    expect(first.data.map((link) => link.jobId)).toEqual(['job_2']);
    expect((await listLinks(as(), pager, { limit: 1, cursor: first.next ?? '' })).data.map((link) => link.jobId)).toEqual(['job_1']);
  });

  it('SH-1 shows a limited team member only owned and followed postings', async () => {
    await putLink(as(), 'job_2', { postingId: 'p2' });
    expect((await listPostings(as(limited), {})).data.map((posting) => posting.id)).toEqual(['p1']);
    expect((await listLinks(as(limited), pager, {})).data).toEqual([]);
    await expect(putLink(as(limited), 'job_1', { postingId: 'p2' })).rejects.toMatchObject({ status: 422 });
    await expect(deleteLink(as(limited), 'job_2', false)).rejects.toMatchObject({ status: 404 });
  });
});

describe('candidates', () => {
  beforeEach(async () => { await putLink(as(), 'job_1', { postingId: 'p1' }); });

  it('are listed by filter and told with their history', async () => {
    const { id } = await stage.invited('o1');
    stage.now += 1_000;
    await stage.apply('o2');
    expect((await listEntries(as(), pager, { status: ['invited'] })).data).toMatchObject([{ id, tag: 'CP-Sent', optOutAt: expect.any(String) }]);
    const first = await listEntries(as(), pager, { limit: 1 });
    expect(first.data[0]?.opportunityId).toBe('o2');
    expect((await listEntries(as(), pager, { limit: 1, cursor: first.next ?? '' })).data[0]?.opportunityId).toBe('o1');
    expect((await entryDetail(as(), id)).history.map((row) => row.kind)).toEqual(['applied', 'invitation-asked', 'invited']);
    await expect(entryDetail(as(), 'none')).rejects.toMatchObject({ status: 404 });
  });

  it('CP-26 are invited again on request, and not once they began', async () => {
    const { id } = await stage.invited('o1');
    stage.now += 3_600_000;
    await reinvite(as(), id);
    await stage.runDue();
    expect(stage.actions.at(-1)).toMatchObject({ name: 'reinvite', request: { applicantId: 'app-o1', reapplied: false } });
    await stage.event('applicant.started', 'o1', 2);
    await expect(reinvite(as(), id)).rejects.toMatchObject({ status: 409, code: 'not-invitable' });
  });

  it('SH-16 SH-17 are not invited again while archived or closed', async () => {
    const { id } = await stage.invited('o1');
    stage.change('o1', { archivedAt: 5 });
    await expect(reinvite(as(), id)).rejects.toMatchObject({ code: 'archived' });
    stage.change('o1', { archivedAt: null });
    stage.posting('p1', { state: 'closed' });
    await expect(reinvite(as(), id)).rejects.toMatchObject({ code: 'posting-closed' });
  });

  it('CP-13 are tried again after the address was corrected', async () => {
    stage.person('o1', { emails: [] });
    await stage.apply('o1');
    await stage.runDue();
    const { id } = stage.entry('o1');
    expect((await listEntries(as(), pager, { needsAttention: true })).data.map((entry) => entry.id)).toEqual([id]);
    stage.change('o1', { emails: ['right@to.example'] });
    await retry(as(), id);
    await stage.runDue();
    expect(stage.actions.at(-1)).toMatchObject({ name: 'invite', request: { email: 'right@to.example' } });
    await expect(retry(as(), id)).rejects.toMatchObject({ code: 'nothing-to-retry' });
  });

  it('SH-19 are moved to the stage chosen anew; the one that waits is retried as such', async () => {
    const { id } = await stage.invited('o1');
    for (const [type, transition] of [['started', 2], ['submitted', 3]] as const) await stage.event(`applicant.${type}`, 'o1', transition);
    stage.settings.stageId = 'gone';
    await stage.event('applicant.qualified', 'o1', 4);
    stage.entry('o1').problem = 'the candidate is qualified but was not moved';
    await expect(retry(as(), id)).rejects.toMatchObject({ code: 'waiting-already' });
    stage.settings.stageId = 'onsite';
    await retry(as(), id);
    expect(stage.actions.at(-1)).toMatchObject({ kind: 'stage.move', stageId: 'onsite', seenStageId: 'applicant-new' });
    expect(stage.entry('o1').problem).toBeNull();
  });

  it('CP-38 are taken out at career.place, while tag and stage stay', async () => {
    const { id } = await stage.invited('o1');
    await withdraw(as(), id);
    await stage.settle('withdraw', { isApplied: true, applicantId: 'app-o1', status: 'withdrawn', transition: 2, round: 1 });
    expect(stage.entry('o1')).toMatchObject({ status: 'withdrawn', tag: 'CP-Sent' });
    expect(stage.notes().at(-1)).toContain('taken out of the funnel');
    expect(stage.waiting('remind')).toEqual([]);
    await expect(withdraw(as(), id)).rejects.toMatchObject({ code: 'not-in-funnel' });
  });

  it('SH-1 are hidden from a limited team member elsewhere', async () => {
    await putLink(as(), 'job_2', { postingId: 'p2' });
    stage.person('o2', { postingId: 'p2' });
    await stage.apply('o2', { postingId: 'p2' });
    expect((await listEntries(as(limited), pager, {})).data).toEqual([]);
    await expect(entryDetail(as(limited), stage.entry('o2').id)).rejects.toMatchObject({ status: 404 });
  });
});
