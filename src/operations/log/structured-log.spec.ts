import { describe, expect, it } from '@jest/globals';
import { PatchbayError } from '../../sdk/errors.js';
import { errorFacts } from './error-facts.js';
import { allowedFields, scrubText } from './log-fields.js';
import { NestLog } from './nest-log.js';
import { currentRequestId, requestIdFrom, withRequestId } from './request-context.js';
import { createPino, StructuredLog } from './structured-log.js';

function capture() {
  const lines: string[] = [];
  const root = createPino('trace', { write: (line: string) => { lines.push(line); } });
  const last = () => JSON.parse(lines.at(-1)!) as Record<string, unknown>;
  return { lines, log: new StructuredLog(root), nest: new NestLog(root), last };
}

const CANARIES = ['Zebedee Quill', 'zebedee.quill@example.org', '+46 70 123 45 67', '0701234567', 'pb_live_ZmFrZXNlY3JldHRva2VuMTIzNDU2Nzg5MA'];

describe('the structured log', () => {
  it('keeps ids and numbers and leaves out every text it was not told to expect', () => {
    const id = '2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10';
    expect(allowedFields({ opportunityId: id, count: 3, ok: true, gone: null, state: 'ready', body: 'Dear Ada', candidate: { a: 1 }, list: ['x'] }))
      .toEqual({ opportunityId: id, count: 3, ok: true, gone: null, state: 'ready', body: '[left out]', candidate: '[left out]', list: '[left out]' });
  });

  it('lets no canary through, whatever the field is called', () => {
    const { log, nest, lines } = capture();
    for (const canary of CANARIES) {
      for (const name of ['email', 'text', 'state', 'reason', 'contactId', 'token', 'apiKey', 'candidateName', 'note']) {
        log.info('candidate.seen', { [name]: canary });
        nest.log({ event: 'candidate.seen', [name]: { nested: canary } });
      }
      log.error('job.failed', new Error(`while sending to ${canary}`), { jobId: 7 });
      log.error('job.failed', new Error('outer', { cause: new SyntaxError(`Unexpected ${canary}`) }));
      nest.error(new Error(canary).message.includes('@') ? new Error(canary) : { event: 'x', error: new Error(canary) });
    }
    const output = lines.join('');
    expect(CANARIES.filter((canary) => output.includes(canary))).toEqual([]);
    expect(lines.length).toBeGreaterThan(50);
  });

  it('writes one line whatever line breaks an event holds', () => {
    const { log, nest, lines, last } = capture();
    log.info('first\r\n{"level":"error","event":"forged"}', { state: 'a\nb' });
    expect(lines).toHaveLength(1);
    expect(lines[0]!.trimEnd()).not.toMatch(/[\r\n]/);
    expect(last().event).toBe('first {"level":"error","event":"forged"}');
    expect(last().state).toBe('[left out]');
    nest.warn('one\ntwo\u2028three');
    expect(last()).toMatchObject({ level: 'warn', msg: 'one two three' });
  });

  it('carries bound fields and the request id', () => {
    const { log, last } = capture();
    withRequestId('request-12345', () => log.with({ integrationKey: 'career-place' }).warn('job.late', { ageMs: 12 }));
    expect(last()).toMatchObject({ level: 'warn', event: 'job.late', integrationKey: 'career-place', ageMs: 12, requestId: 'request-12345' });
    expect(currentRequestId()).toBeUndefined();
  });

  it('takes a request id from outside only when it can stand in a line as it is', () => {
    expect(requestIdFrom('abc-12345678')).toBe('abc-12345678');
    for (const bad of [undefined, '', 'short', 'x'.repeat(65), 'a b c d e f g h', 'abc\r\ninjected', ['two-values-1', 'two-values-2']]) {
      expect(requestIdFrom(bad)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('what is logged of an error', () => {
  it('is the kind and the place, and words only where they are our own', () => {
    const ours = errorFacts(new PatchbayError('not-ready', 'ours', 'Not ready: database.'));
    expect(ours).toMatchObject({ name: 'PatchbayError', code: 'not-ready', fault: 'ours', message: 'Not ready: database.' });
    expect(ours.stack?.[0]).toContain('structured-log.spec');
    const foreign = Object.assign(new Error('duplicate key (email)=(zebedee@example.org)'), { code: '23505', constraint: 'member_email', table: 'member' });
    expect(errorFacts(foreign)).toMatchObject({ code: '23505', constraint: 'member_email', table: 'member' });
    expect(JSON.stringify(errorFacts(foreign))).not.toContain('zebedee');
    expect(errorFacts('zebedee')).toEqual({ name: 'thrown string' });
  });

  it('takes frames only from stacks that the framework hands over as text', () => {
    const { nest, last } = capture();
    nest.error('Something failed', new Error('about zebedee@example.org').stack, 'ExceptionsHandler');
    expect(last()).toMatchObject({ msg: 'Something failed', part: 'ExceptionsHandler' });
    expect(JSON.stringify(last())).not.toContain('zebedee');
    expect((last().stack as string[])[0]).toMatch(/^at /);
  });

  it('scrubs addresses, numbers, links and credentials from text', () => {
    expect(scrubText('mail a.b@example.org, call +46 70 123 45 67')).toBe('mail …@…, call …');
    expect(scrubText('GET https://user:pw@api.example.org/v1/x?email=a%40b failed')).toBe('GET https://api.example.org/… failed');
    expect(scrubText('Authorization: Bearer abc.def')).not.toContain('abc');
    expect(scrubText('tenant 2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10 ready')).toBe('tenant 2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10 ready');
  });
});
