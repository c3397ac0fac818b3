import { describe, expect, it } from '@jest/globals';
import { afterTry, RETRY_GAPS_MS } from './message-state.js';
import { domainOf } from './messaging-settings.js';
import { outcomeOfFailure } from './smtp-outcome.js';

const now = 1_700_000_000_000;
const alert = (attempts: number) => ({ attempts, mustArrive: false });

describe('what becomes of a message after a try', () => {
  it('ME-6 retries soft failures after 1 min, 10 min, 1 h, 6 h and 24 h, then fails with the cause', () => {
    const gaps = [1, 2, 3, 4, 5, 6].map((attempts) => afterTry({ kind: 'not-now', reason: 'SMTP 451' }, alert(attempts), now));
    expect(gaps.map((after) => after.dueAtMs && (after.dueAtMs - now) / 60_000)).toEqual([1, 10, 60, 360, 1_440, null]);
    expect(gaps[5]).toEqual({ state: 'failed', dueAtMs: null, lastError: 'SMTP 451' });
    expect(RETRY_GAPS_MS).toHaveLength(5);
  });

  it('ME-6 never tries a refused message again', () => {
    expect(afterTry({ kind: 'refused', reason: 'SMTP 550' }, alert(1), now)).toEqual({ state: 'failed', dueAtMs: null, lastError: 'SMTP 550' });
  });

  it('counts a lost answer as unknown, and sends once more only what must arrive', () => {
    const lost = { kind: 'unknown', reason: 'lost' } as const;
    expect(afterTry(lost, alert(1), now).state).toBe('unknown');
    expect(afterTry(lost, { attempts: 1, mustArrive: true }, now)).toMatchObject({ state: 'queued', dueAtMs: now + 60_000 });
    expect(afterTry(lost, { attempts: 2, mustArrive: true }, now).state).toBe('unknown');
  });
});

describe('reading a failed try', () => {
  it.each([
    [{ responseCode: 550, command: 'RCPT TO' }, false, 'refused', 'SMTP 550 at RCPT'],
    [{ responseCode: 451, command: 'RCPT TO' }, false, 'not-now', 'SMTP 451 at RCPT'],
    [{ responseCode: 554, command: 'DATA' }, true, 'refused', 'SMTP 554 at DATA'],
    [{ responseCode: 535, command: 'AUTH PLAIN' }, false, 'not-now', 'SMTP 535 at AUTH'],
    [{ code: 'ECONNECTION', command: 'CONN' }, false, 'not-now', 'No conversation with the mail server (ECONNECTION at CONN).'],
    [{ code: 'EENVELOPE', command: 'API' }, false, 'refused', 'The address cannot be used.'],
    [{ code: 'ETIMEDOUT', command: 'CONN' }, true, 'unknown', 'The connection was lost after the whole text had been handed over.'],
  ])('tells %j (handed over: %s) as %s', (failure, handedOver, kind, reason) => {
    expect(outcomeOfFailure(failure, handedOver)).toEqual({ kind, reason });
  });
});

it('takes the domain of the Message-ID from the sender address', () => {
  expect(['Patchbay <hub@example.org>', 'hub@example.org', 'nonsense'].map(domainOf)).toEqual(['example.org', 'example.org', 'localhost']);
});
