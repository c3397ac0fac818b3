import { describe, expect, it } from '@jest/globals';
import { afterLook, afterReport, afterTry, MESSAGE_STATES, RETRY_GAPS_MS } from './message-state.js';
import { domainOf } from './messaging-settings.js';
import { outcomeOfFailure } from './smtp-outcome.js';

const now = 1_700_000_000_000;
const alert = (attempts: number) => ({ attempts, mustArrive: false });

describe('what becomes of a message after a try', () => {
  it('ME-6 retries soft failures after 1 min, 10 min, 1 h, 6 h and 24 h, then fails with the cause', () => {
    const gaps = [1, 2, 3, 4, 5, 6].map((attempts) => afterTry({ kind: 'not-now', reason: 'SMTP 451' }, alert(attempts), now));
    expect(gaps.map((after) => after.dueAtMs && (after.dueAtMs - now) / 60_000)).toEqual([1, 10, 60, 360, 1_440, null]);
    expect(gaps[5]).toMatchObject({ state: 'failed', dueAtMs: null, lastError: 'SMTP 451' });
    expect(RETRY_GAPS_MS).toHaveLength(5);
  });

  it('ME-6 never tries a refused message again', () => {
    expect(afterTry({ kind: 'refused', reason: 'SMTP 550' }, alert(1), now)).toMatchObject({ state: 'failed', dueAtMs: null, lastError: 'SMTP 550' });
    expect(afterTry({ kind: 'refused', reason: 'SMTP 550', blocks: 'bounce' }, alert(1), now)).toMatchObject({ state: 'bounced', dueAtMs: null });
    expect(afterTry({ kind: 'refused', reason: 'Twilio 21610', blocks: 'stop' }, alert(1), now)).toMatchObject({ state: 'suppressed', cause: 'stop' });
  });

  it('counts a lost answer as unknown, and sends once more only what must arrive', () => {
    const lost = { kind: 'unknown', reason: 'lost' } as const;
    expect(afterTry(lost, alert(1), now).state).toBe('unknown');
    expect(afterTry(lost, { attempts: 1, mustArrive: true }, now)).toMatchObject({ state: 'queued', dueAtMs: now + 60_000 });
    expect(afterTry(lost, { attempts: 2, mustArrive: true }, now).state).toBe('unknown');
  });

  it('asks the provider about a lost answer, and sends again only when it knows nothing of it', () => {
    const lost = afterTry({ kind: 'unknown', reason: 'lost', canAsk: true }, alert(1), now);
    expect(lost).toMatchObject({ state: 'unknown', lookAtMs: now + 60_000 });
    expect(afterLook({ providerId: 'SM1' }, { attempts: 1, ageMs: 0 }, now)).toMatchObject({ state: 'sent', lookAtMs: null });
    expect(afterLook(null, { attempts: 1, ageMs: 0 }, now)).toMatchObject({ state: 'queued', dueAtMs: now });
    expect(afterLook(null, { attempts: 6, ageMs: 0 }, now)).toMatchObject({ state: 'failed' });
    const gaps = [0, 60_000, 120_000, 90_000_000].map((ageMs) => afterLook(undefined, { attempts: 1, ageMs }, now).lookAtMs);
    expect(gaps).toEqual([now + 60_000, now + 60_000, now + 120_000, null]);
  });

  it('takes reports late, twice and in any order', () => {
    const news = (report: Parameters<typeof afterReport>[1]) => Object.fromEntries(
      MESSAGE_STATES.map((state) => [state, afterReport(state, report)]).filter(([, next]) => next !== null));
    expect(news({ kind: 'delivered' })).toEqual({ queued: 'delivered', sending: 'delivered', sent: 'delivered', unknown: 'delivered' });
    expect(news({ kind: 'failed', reason: 'r', blocks: null })).toEqual(
      { queued: 'failed', sending: 'failed', sent: 'failed', unknown: 'failed', delivered: 'failed' });
    expect(afterReport('sent', { kind: 'failed', reason: 'r', blocks: 'bounce' })).toBe('bounced');
  });
});

describe('reading a failed try', () => {
  it.each([
    [{ responseCode: 550, command: 'RCPT TO', response: '550 5.7.1 Looks like spam' }, false, 'refused', 'SMTP 550 at RCPT'],
    [{ responseCode: 552, command: 'RCPT TO' }, false, 'refused', 'SMTP 552 at RCPT'],
    [{ responseCode: 451, command: 'RCPT TO' }, false, 'not-now', 'SMTP 451 at RCPT'],
    [{ responseCode: 554, command: 'DATA' }, true, 'refused', 'SMTP 554 at DATA'],
    [{ responseCode: 535, command: 'AUTH PLAIN' }, false, 'not-now', 'SMTP 535 at AUTH'],
    [{ code: 'ECONNECTION', command: 'CONN' }, false, 'not-now', 'No conversation with the mail server (ECONNECTION at CONN).'],
    [{ code: 'EENVELOPE', command: 'API' }, false, 'refused', 'The address cannot be used.'],
    [{ code: 'ETIMEDOUT', command: 'CONN' }, true, 'unknown', 'The connection was lost after the whole text had been handed over.'],
  ])('tells %j (handed over: %s) as %s', (failure, handedOver, kind, reason) => {
    expect(outcomeOfFailure(failure, handedOver)).toEqual({ kind, reason });
  });

  it.each([550, 551, 553])('knows by %i at RCPT that there is no such mailbox', (responseCode) => {
    expect(outcomeOfFailure({ responseCode, command: 'RCPT TO' }, false)).toEqual({ kind: 'refused', reason: `SMTP ${responseCode} at RCPT`, blocks: 'bounce' });
  });
});

it('takes the domain of the Message-ID from the sender address', () => {
  expect(['Patchbay <hub@example.org>', 'hub@example.org', 'nonsense'].map(domainOf)).toEqual(['example.org', 'example.org', 'localhost']);
});
