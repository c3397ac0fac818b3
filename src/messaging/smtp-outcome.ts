import type { SendOutcome } from './message-state.js';

/** What nodemailer tells about a failed try. */
export interface SmtpFailure {
  readonly responseCode?: number;
  readonly command?: string;
  readonly code?: string;
}

/**
 * `handedOver` is whether the whole text had been written to the server: only then can a lost answer mean
 * that the mail left. A refused log-in is our configuration's fault, not the mail's: it is tried again.
 */
export function outcomeOfFailure(failure: SmtpFailure, handedOver: boolean): SendOutcome {
  const { responseCode, command } = failure;
  const where = command ? ` at ${command.split(' ')[0]}` : '';
  if (responseCode !== undefined && responseCode > 0) {
    const reason = `SMTP ${responseCode}${where}`;
    const isFinal = responseCode >= 500 && !command?.startsWith('AUTH');
    return { kind: isFinal ? 'refused' : 'not-now', reason };
  }
  if (handedOver) return { kind: 'unknown', reason: 'The connection was lost after the whole text had been handed over.' };
  if (failure.code === 'EENVELOPE') return { kind: 'refused', reason: 'The address cannot be used.' };
  return { kind: 'not-now', reason: `No conversation with the mail server (${failure.code ?? 'no code'}${where}).` };
}
