import type { UnitOfWork } from 'patchbay/sdk';
import { addressOn, channelsFor, possibleChannels, type Channel, type Reachable } from './channels.js';
import type { Deliveries, ReferenceCheck } from './check.entity.js';
import { checkLane, type Working } from './refapp.context.js';
import type { VendorCandidate } from './refapp.client.js';
import type { Referee } from './referee.entity.js';
import type { ChannelChoice, StepSettings } from './step-settings.js';
import type { ReferenceStep } from './step.entity.js';
import { valuesFor, type TextName } from './texts.js';

export interface Correspondence {
  readonly ctx: Pick<Working, 'settings'>;
  readonly check: ReferenceCheck;
  readonly step: Pick<ReferenceStep, 'serviceTitle'>;
  readonly settings: StepSettings;
  /** Refapp's candidate as read just now: whom to write to, and the links. */
  readonly seen: VendorCandidate;
}

export interface Letter {
  readonly text: TextName;
  /** Null: to the candidate. */
  readonly referee: Referee | null;
  /** Names the letter for ever, within its recipient. */
  readonly occasion: string;
  readonly isReminder?: boolean;
  /** Instead of the chosen ones, e.g. the other one after a bounce. */
  readonly channels?: readonly Channel[];
  /** Names of referees, for the nudge. */
  readonly names?: readonly string[];
}

/** Writes to somebody on the chosen channels; answers on which. None: nobody can be reached, or nothing is to be sent by itself. */
export async function write(tx: UnitOfWork, with_: Correspondence, letter: Letter): Promise<readonly Channel[]> {
  const { check, seen } = with_;
  const to = recipientOf(with_, letter.referee);
  if (!to) return [];
  const channels = letter.channels ?? channelsFor(to.choice, to.person);
  for (const channel of channels) {
    await tx.messages.send({
      key: `${check.id}:${letter.referee?.refereeId ?? 'candidate'}:${letter.occasion}:${channel}`, contactId: check.contactId, channel, to: addressOn(channel, to.person),
      ...otherPersonOf(check, letter.referee), locale: to.language, template: letter.text, values: valuesOf(with_, letter),
      ...(with_.ctx.settings.replyTo !== undefined && channel === 'email' && { replyTo: with_.ctx.settings.replyTo }),
      ...(check.expiresAt != null && { validUntil: check.expiresAt }),
      ...(letter.isReminder && { reminder: { occasion: `${check.id}:${letter.occasion}` } }),
      then: {
        job: 'message-outcome', lane: checkLane(check.id),
        context: { checkId: check.id, refereeId: letter.referee?.refereeId ?? null, text: letter.text, occasion: letter.occasion, candidateId: seen.id },
      },
    });
  }
  const asked: Deliveries = Object.fromEntries(channels.map((channel) => [channel, 'asked' as const]));
  if (letter.referee) letter.referee.deliveries = { ...letter.referee.deliveries, ...asked };
  else check.deliveries = { ...check.deliveries, ...asked };
  return channels;
}

/** Somebody who is no contact of Lever, by whom their messages are forgotten. */
function otherPersonOf(check: ReferenceCheck, referee: Referee | null): { readonly otherPersonId?: string } {
  if (referee) return { otherPersonId: referee.refereeId };
  return check.host === 'lever' ? {} : { otherPersonId: check.contactId };
}

interface Recipient { readonly person: Reachable; readonly language: string; readonly choice: ChannelChoice }

export function recipientOf({ check, seen }: Pick<Correspondence, 'check' | 'seen'>, referee: Referee | null): Recipient | null {
  if (!referee) return { person: seen, language: seen.language, choice: check.channel };
  const person = seen.referees.find((one) => one.id === referee.refereeId);
  return person ? { person, language: person.language, choice: referee.channel } : null;
}

/** A channel that was not tried yet and could reach the person (RE-30). */
export function otherChannel(person: Reachable, deliveries: Deliveries): Channel | null {
  return possibleChannels(person).find((channel) => deliveries[channel] === undefined) ?? null;
}

function valuesOf({ ctx, check, step, settings, seen }: Correspondence, { text, referee, names }: Letter): Readonly<Record<string, string>> {
  const person = referee && seen.referees.find((one) => one.id === referee.refereeId);
  return valuesFor(text, {
    candidate: text.startsWith('candidate') ? seen.firstName : `${seen.firstName} ${seen.lastName}`.trim(), referee: names?.join(', ') ?? person?.name ?? '',
    position: step.serviceTitle, link: person?.formUrl ?? seen.requestUrl, count: String(check.requested), days: String(settings.daysToSubmit),
    months: String(ctx.settings.keepMonths),
  });
}
