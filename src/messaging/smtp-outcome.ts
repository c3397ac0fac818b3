import type { SendOutcome } from './message-state.js';

/** What nodemailer tells about a failed try. */
export interface SmtpFailure {
  readonly responseCode?: number;
  readonly command?: string;
  readonly code?: string;
  /** The server's last line. */
  readonly response?: string;
}

/** Codes by which a server says that there is no such mailbox; a policy (5.7.x) or a full one may change. */
const NO_MAILBOX = [550, 551, 553];

/**
 * `handedOver` is whether the whole text had been written to the server: only then can a lost answer mean
 * that the mail left. A refused log-in is our configuration's fault, not the mail's: it is tried again.
 */
export function outcomeOfFailure(failure: SmtpFailure, handedOver: boolean): SendOutcome {
  const { responseCode, command, response = '' } = failure;
  const where = command ? ` at ${command.split(' ')[0]}` : '';
  if (responseCode !== undefined && responseCode > 0) {
    const reason = `SMTP ${responseCode}${where}`;
    const isFinal = responseCode >= 500 && !command?.startsWith('AUTH');
    if (!isFinal) return { kind: 'not-now', reason };
    const isAddress = command?.startsWith('RCPT') === true && NO_MAILBOX.includes(responseCode) && !/\b5\.7\.\d/.test(response);
    return { kind: 'refused', reason, ...(isAddress && { blocks: 'bounce' as const }) };
  }
  if (handedOver) return { kind: 'unknown', reason: 'The connection was lost after the whole text had been handed over.' };
  if (failure.code === 'EENVELOPE') return { kind: 'refused', reason: 'The address cannot be used.' };
  return { kind: 'not-now', reason: `No conversation with the mail server (${failure.code ?? 'no code'}${where}).` };
}
