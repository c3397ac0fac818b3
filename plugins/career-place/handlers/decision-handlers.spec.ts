import { beforeEach, describe, expect, it } from '@jest/globals';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { DAY, HandlerStage } from '../testing/handler-stage.js';

let stage: HandlerStage;
beforeEach(() => { stage = new HandlerStage(); stage.link(); });

const kinds = () => stage.actions.filter((spec) => spec.kind !== 'vendor').map((spec) => spec.kind);

async function started(): Promise<void> {
  await stage.invited('o1');
  await stage.event('applicant.started', 'o1', 2);
  await stage.event('applicant.submitted', 'o1', 3);
  stage.actions.length = 0;
}

describe('a decision', () => {
  it('CP-17 CP-21 qualified: tags, note, then the move that the decision saw', async () => {
    await started();
    await stage.event('applicant.qualified', 'o1', 4);
    expect(kinds()).toEqual(['tag.remove', 'tag.add', 'note.add', 'stage.move']);
    expect(stage.actions.at(-1)).toMatchObject({ stageId: 'screen', seenStageId: 'applicant-new' });
  });

  it('CP-40 qualified beyond the target: tag and note, no move', async () => {
    await started();
    stage.change('o1', { stageId: 'onsite' });
    await stage.event('applicant.qualified', 'o1', 4);
    expect(kinds()).toEqual(['tag.remove', 'tag.add', 'note.add']);
  });

  it('CP-16 CP-30 CP-31 CP-33 unqualified: tag and reasons, no move, and nothing telling is kept', async () => {
    await started();
    await stage.event('applicant.unqualified', 'o1', 4, {
      reasons: [{ step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.' }, { step: 'requirements', requirement: 'Health', answer: 'x', text: 'secret condition', sensitive: true }],
    });
    expect(kinds()).toEqual(['tag.remove', 'tag.add', 'note.add']);
    expect(stage.notes()[0]).toContain('- Licence - Expected C.\n- see applicant card');
    expect(JSON.stringify([...stage.actions, ...stage.store.rows(FunnelEntry)])).not.toContain('secret condition');
  });

  it('CP-39 reversed: tag swapped, note with who and why, move forward only', async () => {
    await started();
    await stage.event('applicant.unqualified', 'o1', 4, { reasons: [] });
    stage.actions.length = 0;
    await stage.event('applicant.qualified', 'o1', 5, { override: { by: 'Kim', reason: 'Papers came.' } });
    expect(kinds()).toEqual(['tag.remove', 'tag.add', 'note.add', 'stage.move']);
    expect(stage.notes()[0]).toContain('Changed by: Kim. Reason: Papers came.');
    stage.actions.length = 0;
    stage.change('o1', { stageId: 'screen' });
    await stage.event('applicant.unqualified', 'o1', 6, { reasons: [], override: { by: 'Kim', reason: 'Papers were wrong.' } });
    expect(kinds()).toEqual(['tag.remove', 'tag.add', 'note.add']);
  });

  it('CP-20 a tag taken off or added by hand changes nothing until the next transition', async () => {
    await stage.invited('o1');
    stage.actions.length = 0;
    stage.change('o1', { tags: ['CP-Qual'] });
    await stage.fact('tags.changed', { opportunityId: 'o1', added: ['CP-Qual'], removed: ['CP-Sent'] });
    await stage.runDue();
    expect([...stage.actions, stage.entry('o1').status]).toEqual(['invited']);
    await stage.event('applicant.started', 'o1', 2);
    expect(stage.actions[0]).toMatchObject({ kind: 'tag.remove', tags: expect.arrayContaining(['CP-Qual']) });
    expect(stage.actions[1]).toMatchObject({ kind: 'tag.add', tags: ['CP-InProg'] });
  });

  it('SH-19 a move that is held is shown on candidate and link', async () => {
    const link = stage.store.asStore();
    await started();
    await stage.event('applicant.qualified', 'o1', 4);
    const move = stage.actions.at(-1);
    await stage.provider.jobs['stage-outcome']?.handle({
      actionId: '1', state: 'held', reason: 'the configured stage no longer exists in Lever', result: null, context: { ...move?.then?.context },
    }, stage.context());
    expect(stage.entry('o1').problem).toContain('no longer exists');
    const { FunnelLink } = await import('../funnel-link.entity.js');
    expect(await link.findOne(FunnelLink, { id: 'l1' })).toMatchObject({ attention: expect.stringContaining('no longer exists') });
  });
});

describe('events in disorder', () => {
  it('SH-13 SH-14 a double or late event is written down and changes nothing', async () => {
    await started();
    await stage.event('applicant.started', 'o1', 2);
    expect(stage.actions).toEqual([]);
    expect(stage.entry('o1')).toMatchObject({ status: 'submitted', transition: 3 });
    expect(stage.history('o1').at(-1)).toBe('started');
  });

  it('SH-14 CP-28 an event that overtook others brings their notes with it', async () => {
    await stage.invited('o1');
    stage.actions.length = 0;
    const history = [['invited', 1], ['in_progress', 2], ['submitted', 3]].map(([status, transition]) => ({ status, transition, at: new Date(stage.now).toISOString() }));
    stage.answers.set('GET /api/v1/applicants/app-o1', {
      status: 200, headers: {}, body: {
        applicantId: 'app-o1', jobId: 'job_1', status: 'submitted', paused: false, round: 1, transition: 3, cardUrl: 'https://cp.example/o1/card', lastBounce: null, reasons: [], history,
      },
    });
    await stage.event('applicant.submitted', 'o1', 3);
    expect(stage.actions.map((spec) => spec.meaning)).toEqual(['untag:CP-InProg', 'tag:CP-InProg', 'note:started', 'note:submitted']);
    await stage.event('applicant.started', 'o1', 2);
    expect(stage.actions).toHaveLength(4);
  });

  it('knows nothing to do about somebody of another system', async () => {
    await stage.event('applicant.started', 'o9', 2);
    expect(stage.actions).toEqual([]);
  });
});

describe('erasure', () => {
  it('CP-24 LG-10 erases at career.place too, also when it learns of the applicant only afterwards', async () => {
    await stage.invited('o1');
    await stage.fact('anonymised', { opportunityId: 'o1' });
    expect(stage.actions.at(-1)).toMatchObject({ name: 'erase', request: { applicantId: 'app-o1' } });
    expect(stage.entry('o1')).toMatchObject({ status: 'erased', cardUrl: null });
    await stage.settle('erase', { isApplied: true });
    expect(stage.entry('o1').applicantId).toBeNull();

    await stage.apply('o2');
    await stage.runDue();
    await stage.fact('deleted', { opportunityId: 'o2' });
    await stage.settle('invite', { applicantId: 'app-o2', status: 'not_invited' });
    expect(stage.actions.at(-1)).toMatchObject({ name: 'erase', request: { applicantId: 'app-o2' } });
  });
});

describe('a posting that closes', () => {
  const close = async (state: string): Promise<void> => {
    stage.posting('p1', { state });
    if (state === 'published') await stage.fact('posting.opened', { postingId: 'p1' });
    else await stage.fact('posting.closed', { postingId: 'p1', state });
    await stage.runDue();
  };

  it('CP-37 invites nobody new, lets people in progress finish and mails who has not started once', async () => {
    stage.settings.closingMail = true;
    await stage.invited('o1');
    await stage.invited('o2');
    await stage.event('applicant.started', 'o2', 2);
    await close('closed');
    await close('closed');
    expect(stage.mails).toEqual([{ key: `closing:${stage.entry('o1').id}`, to: 'o1@to.example' }]);
    expect(stage.entry('o1').holds).toEqual(['posting-closed']);
    expect(stage.entry('o2')).toMatchObject({ status: 'in_progress', holds: [] });
    await stage.apply('o3');
    await stage.runDue();
    expect(stage.entry('o3')).toMatchObject({ status: 'queued', holds: ['posting-closed'] });
    await close('published');
    await stage.runDue();
    expect(stage.entry('o3').status).toBe('inviting');
    expect(stage.entry('o1').holds).toEqual([]);
  });

  it('CP-37 SH-17 leaves who was invited alone without the closing mail', async () => {
    await stage.invited('o1');
    await close('closed');
    expect(stage.mails).toEqual([]);
    expect(stage.waiting('remind')).toHaveLength(5);
  });
});

describe('links', () => {
  it('CP-24 CP-9 removed with "stop" ends reminders, and people still finish', async () => {
    await stage.invited('o1');
    await stage.provider.jobs['stop-link']?.handle({ linkId: 'l1' }, stage.context());
    expect(stage.waiting('remind')).toEqual([]);
    expect(stage.waiting('opt-out')).toHaveLength(1);
    await stage.event('applicant.started', 'o1', 2);
    expect(stage.entry('o1').status).toBe('in_progress');
  });

  it('CP-7 invites existing applicants once, however often it runs', async () => {
    stage.person('o1');
    stage.person('o2', { applicationType: 'user' });
    stage.person('o3', { contactId: 'c-o1' });
    for (let run = 0; run < 2; run += 1) await stage.provider.jobs['invite-existing']?.handle({ linkId: 'l1' }, stage.context());
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite']);
  });
});

describe('catching up', () => {
  it('SH-9 finds what was told to nobody while switched off, and doubles nothing', async () => {
    const entry = await stage.invited('o1');
    for (const job of stage.jobs) if (job.state === 'waiting') job.state = 'cancelled';
    stage.now += 2 * DAY;
    const at = new Date(stage.now).toISOString();
    stage.answers.set('GET /api/v1/applicants/app-o1', {
      status: 200, headers: {}, body: {
        applicantId: 'app-o1', jobId: 'job_1', status: 'in_progress', paused: false, round: 1, transition: 2, cardUrl: 'https://cp.example/o1/card', lastBounce: null, reasons: [],
        history: [{ status: 'invited', transition: 1, at }, { status: 'in_progress', transition: 2, at }],
      },
    });
    for (let run = 0; run < 2; run += 1) {
      await stage.provider.jobs['catch-up']?.handle({ isWhole: true }, stage.context());
      await stage.runDue();
      stage.now += 1;
    }
    expect(entry.status).toBe('in_progress');
    expect(stage.tags()).toEqual(['CP-Sent', 'CP-InProg']);
    expect(stage.notes()).toHaveLength(2);
  });

  it('SH-9 D5 plans again what was cancelled unsent, under the same keys and with the same words', async () => {
    await stage.invited('o1');
    await stage.event('applicant.started', 'o1', 2);
    await stage.event('applicant.submitted', 'o1', 3);
    await stage.event('applicant.qualified', 'o1', 4);
    const original = stage.actions.filter((spec) => spec.kind !== 'vendor' && spec.occasion.endsWith(':t4'));
    const cancelled = new Set(original);
    stage.actions.splice(0, stage.actions.length, ...stage.actions.filter((spec) => !cancelled.has(spec)));
    const kept = stage.actions.length;
    await stage.provider.jobs['catch-up']?.handle({ isWhole: true }, stage.context());
    await stage.runDue();
    expect(stage.actions.slice(kept)).toEqual(original);
  });

  it('SH-9 CP-27 puts a cancelled calendar back without shortening it', async () => {
    const entry = await stage.invited('o1');
    for (const job of stage.jobs) if (job.state === 'waiting') job.state = 'cancelled';
    stage.now += 6 * DAY;
    await stage.provider.jobs['catch-up']?.handle({ isWhole: true }, stage.context());
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite', 'remind']);
    expect(stage.waiting('opt-out').map((job) => job.dueAt - (entry.invitedAt ?? 0))).toEqual([420 * 3_600_000]);
  });
});

