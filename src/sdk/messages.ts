export type MessageChannel = 'email' | 'sms';

/** `outbox-only`: no credentials are configured, so messages are written down, can be looked at and wait; nothing leaves (ME-8). */
export type Channels = Readonly<Record<MessageChannel, 'live' | 'outbox-only'>>;

/** Handlebars: `{{name}}` and `{{#if name}}…{{else}}…{{/if}}` only. `html` is an addition, never instead of `text`. */
export interface EmailText { readonly subject: string; readonly text: string; readonly html?: string }
/** At most two segments with the organisation's name in front and the hint how to stop behind it, both added by the hub. */
export interface SmsText { readonly text: string }

/** By language tag; a language that is missing is sent in English. */
export type InLanguages<T> = { readonly sv: T; readonly en: T } & Readonly<Record<string, T>>;

/** A text that a plugin sends to people; each organisation may word it anew. Checked at start, and before such a wording is saved (ME-5). */
export interface MessageTemplate {
  /** Who gets it and when, for the admin who words it. */
  readonly purpose: string;
  /** Every placeholder with a value to preview it with. `organisation` and `unsubscribeUrl` are always there besides. */
  readonly samples: Readonly<Record<string, string>>;
  /** Placeholders that every wording must show, e.g. the link that the message is about. */
  readonly required?: readonly string[];
  readonly email?: InLanguages<EmailText>;
  readonly sms?: InLanguages<SmsText>;
}

interface MessageCommon {
  /** One message per plugin and key, for ever (ME-1): recipient, purpose and step, e.g. `request:<check>:<referee>:sms`. */
  readonly key: string;
  /** The contact in Lever whom it goes to or is about; erasing that person empties it. */
  readonly contactId: string;
  /** Set when it goes to somebody else, e.g. a referee: the plugin's own id of that person. Erasing either of the two empties it. */
  readonly otherPersonId?: string;
  /** E-mail address, or phone number as people write it. */
  readonly to: string;
  /** Language tag, e.g. `sv`. */
  readonly locale: string;
  /** Not before this business time, epoch ms. SMS and reminders wait for 08:00-20:00 of the organisation besides (ME-3). */
  readonly dueAt?: number;
  /** Not after this business time, epoch ms: what was held up for longer is suppressed. */
  readonly validUntil?: number;
  /** May be sent once more when nobody can tell whether it left (D9). */
  readonly mustArrive?: boolean;
  /** A person gets one reminder a day over all plugins (ME-4): a further one waits for the next day. What belongs to one occasion counts as one. */
  readonly reminder?: { readonly occasion: string };
  /** Where answers to a mail go, e.g. the recruiter. */
  readonly replyTo?: string;
  /** A job of the same plugin that gets a `MessageOutcome` for each thing that becomes known, in this lane. Context: ids only. */
  readonly then?: { readonly job: string; readonly lane: string; readonly context?: Readonly<Record<string, unknown>> };
}

/** A mail whose text the plugin wrote itself. */
export interface WrittenMail extends MessageCommon {
  readonly channel?: 'email';
  readonly subject: string;
  readonly text: string;
}

/** Rendered when it is planned; a retry sends the same words. */
export interface TemplatedMessage extends MessageCommon {
  readonly channel: MessageChannel;
  /** Name in the provider's `templates`. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A message to a person. */
export type PersonMessage = WrittenMail | TemplatedMessage;

export type SuppressionCause = 'bounce' | 'stop' | 'unsubscribe' | 'erasure' | 'request';

/** Payload of the `then` job, at most once for each state of a message. */
export interface MessageOutcome {
  readonly messageId: string;
  readonly key: string;
  readonly channel: MessageChannel;
  /**
   * `sent`: handed over. Then perhaps `delivered`, `bounced` (the address does not work) or `failed`. `suppressed`: not sent, see `cause`.
   * `unknown`: nobody can tell whether it left; may still become `delivered` or `bounced`. `opted_out`: the person wants nothing more
   * on this channel; comes at any time after sending, for each message to that address.
   */
  readonly state: 'sent' | 'delivered' | 'bounced' | 'failed' | 'suppressed' | 'unknown' | 'opted_out';
  /** Why, in words. */
  readonly reason: string | null;
  /** For `suppressed`; null when it came too late (`validUntil`). */
  readonly cause: SuppressionCause | null;
  /** Business time, epoch ms. */
  readonly at: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Reads the payload of a message's `then` job. */
export function messageOutcomeOf(payload: Readonly<Record<string, unknown>>): MessageOutcome {
  return payload as unknown as MessageOutcome;
}
