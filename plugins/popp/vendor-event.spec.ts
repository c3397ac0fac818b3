import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { authorize } from './popp.client.js';
import { completedOf, externalIdOf, parseEvents, readExternalId, verifySignature } from './vendor-event.js';

const rawBody = Buffer.from('{"event":"X"}');
const hmac = (secret: string) => createHmac('sha256', secret).update(rawBody);
const verdict = (signature: string | undefined, secrets = ['new', 'old']) =>
  verifySignature({ headers: signature === undefined ? {} : { 'x-signature': signature }, rawBody, secrets, now: 0 }).ok;
const body = (more: object = {}, data: object = {}) => Buffer.from(JSON.stringify({
  event: 'CANDIDATE_ANALYSIS_COMPLETED', eventId: 'e1', eventTimestamp: '2026-01-05T08:00:00.000Z',
  data: { externalId: 'opp:cand:3', totalScoreScaled: 66.7, isAllMandatoryRequirementsMet: true, requirementOutcomes: [{ requirement: 'R', isMandatory: true, isMet: true, evidence: 'R' }], organizationId: 'org', ...data }, ...more,
}));

describe("Popp's events", () => {
  it('are believed with a signature over the bytes, in hex or base64, by the present secret or the one before', () => {
    expect(['new', 'old'].flatMap((secret) => [verdict(hmac(secret).digest('hex')), verdict(hmac(secret).digest('base64'))])).toEqual([true, true, true, true]);
    expect([verdict(undefined), verdict(''), verdict('x'), verdict(hmac('other').digest('hex')), verdict(hmac('new').digest('hex'), [])]).toEqual([false, false, false, false, false]);
    expect(verdict(hmac('new').digest('hex').replace(/^./, (digit) => (digit === '0' ? '1' : '0')))).toBe(false);
  });

  it('go in the lane of their opportunity and carry outcomes', () => {
    const [event] = parseEvents(body());
    expect(event).toMatchObject({ id: 'e1', type: 'CANDIDATE_ANALYSIS_COMPLETED', lane: 'opportunity:opp', occurredAt: Date.UTC(2026, 0, 5, 8) });
    expect(completedOf(event!)).toMatchObject({ totalScoreScaled: 66.7, requirementOutcomes: [{ isMet: true }] });
    expect(parseEvents(body({ event: 'ANALYSIS_CREATED', data: { recordId: 'a' } }))).toMatchObject([{ type: 'ANALYSIS_CREATED', lane: 'popp:ANALYSIS_CREATED' }]);
  });

  it('of another shape are refused, not guessed at', () => {
    expect(() => parseEvents(Buffer.from('no json'))).toThrow();
    expect(() => parseEvents(body({ eventId: '' }))).toThrow();
    expect(() => parseEvents(body({}, { totalScoreScaled: 101 }))).toThrow();
  });

  it('name the person and the asking', () => {
    expect(readExternalId(externalIdOf({ opportunityId: 'o', id: 'c', run: 4 }))).toEqual({ opportunityId: 'o', candidateId: 'c', run: 4 });
    expect([readExternalId('somebody-else'), readExternalId('a:b:x')]).toEqual([null, null]);
  });

  it('calls carry both headers, made of one credential', () => {
    expect(authorize(' org_1:popp_key:with:colons ')).toEqual({ 'x-organization-id': 'org_1', 'x-api-key': 'popp_key:with:colons' });
    expect(authorize('nonsense')).toEqual({ 'x-organization-id': 'nonsense', 'x-api-key': '' });
  });
});
