import { describe, expect, it } from '@jest/globals';
import type { ActionSpec, UnitOfWork } from 'patchbay/sdk';
import { boxOf, type BoxSource } from '../../box.js';
import type { HostReading, ReferenceHost, Showing } from '../host.js';

/** One candidate of one job at a host, and the ways to change them there. */
export interface HostStage {
  readonly host: ReferenceHost;
  readonly ctx: HostReading;
  readonly serviceId: string;
  readonly stepId: string;
  readonly subjectId: string;
  closeService(): void;
  /** The candidate is archived, hired or has withdrawn. */
  leave(): void;
  remove(): void;
  /** What a recruiter can read of a planned write. */
  textOf(action: ActionSpec): string;
}

/** What every recruiting system must do for reference taking; run over each of them. */
export function describeHost(name: string, arrange: () => HostStage): void {
  describe(`${name} as a host of reference taking`, () => {
    it('RE-12 knows the job and the candidate with everything Refapp needs', async () => {
      const { host, ctx, serviceId, subjectId } = arrange();
      expect(await host.service(ctx, serviceId)).toMatchObject({ id: serviceId, title: 'Welder', isOpen: true });
      expect(await host.person(ctx, serviceId, subjectId)).toEqual({
        firstName: 'Kim', lastName: 'Exempel', email: 'kim@example.com', phone: '+46701234567', language: 'sv', contactId: expect.any(String), serviceId,
        stepId: expect.any(String), closed: null,
      });
    });

    it('RE-3 RE-15 offers steps that start it', async () => {
      const { host, ctx, serviceId, stepId } = arrange();
      expect((await host.steps(ctx, serviceId)).map(({ id }) => id)).toContain(stepId);
    });

    it('RE-36 tells when the job is closed, the candidate has left, or either is gone', async () => {
      const stage = arrange();
      const { host, ctx, serviceId, subjectId } = stage;
      stage.closeService();
      expect(await host.service(ctx, serviceId)).toMatchObject({ isOpen: false });
      stage.leave();
      expect((await host.person(ctx, serviceId, subjectId))?.closed).toMatch(/archived|hired|withdrawn/);
      stage.remove();
      expect(await host.person(ctx, serviceId, subjectId)).toBeNull();
      expect(await host.service(ctx, 'gone')).toBeNull();
    });

    it('RE-20 RE-21 RE-22 RE-23 RE-26 shows state, progress and candidate, and the report after the end only; each showing once', async () => {
      const stage = arrange();
      const urls = { candidateUrl: 'https://r.example/c', reportUrl: 'https://r.example/report' };
      const running = await shown(stage, { ...urls, status: 'in_progress', answered: 1, requested: 2 }, 1);
      expect(running.texts.join('\n')).toMatch(/1\/2/);
      expect(running.texts.join('\n')).toContain('https://r.example/c');
      expect(running.texts.join('\n')).not.toContain('https://r.example/report');
      const done = await shown(stage, { ...urls, status: 'completed', answered: 2, requested: 2 }, 2);
      expect(done.texts.join('\n')).toContain('Completed');
      expect(done.texts.join('\n')).toContain('https://r.example/report');
      expect((await shown(stage, { ...urls, status: 'completed', answered: 2, requested: 2 }, 2)).keys).toEqual(done.keys);
      expect(running.keys.some((key) => done.keys.includes(key))).toBe(false);
    });
  });
}

async function shown(stage: HostStage, source: BoxSource, number: number): Promise<{ texts: string[]; keys: string[] }> {
  const actions: ActionSpec[] = [];
  const plan = async (spec: ActionSpec) => { actions.push(spec); return { id: String(actions.length), planned: true }; };
  const tx = { actions: { plan } } as unknown as UnitOfWork;
  const showing: Showing = {
    checkId: 'check', serviceId: stage.serviceId, subjectId: stage.subjectId, status: source.status, box: boxOf(source, 'sv'),
    before: number === 1 ? null : { status: 'in_progress' }, number, at: 1, settings: { language: 'sv', secretNotes: false },
  };
  await stage.host.show(tx, showing);
  return { texts: actions.map((action) => stage.textOf(action)), keys: actions.map((action) => `${action.meaning}|${action.occasion}`) };
}
