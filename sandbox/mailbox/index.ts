export { startMailbox, type Mailbox, type MailboxOptions } from './mailbox.js';
export type { DeliveryRule, RuleKind, RuleRequest } from './delivery-rules.js';
export type { Bounce } from './delivery-report.js';
export type { Mail, MailFilter } from './mail-store.js';
