import { messageOutcomeOf, type JobDefinition, type MessageOutcome, type UnitOfWork } from 'patchbay/sdk';
import { planReferee } from '../check-plans.js';
import { record } from '../check-rows.js';
import { isOver } from '../check-state.js';
import { decideDelivery } from '../delivery.js';
import { followCheck, type Followed } from '../following.js';
import { messageContext } from '../job-payload.js';
import type { Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import type { TextName } from '../texts.js';
import { otherChannel, recipientOf, write } from '../writing.js';

export const messageJobs: Readonly<Record<string, JobDefinition<RefappSettings>>> = { 'message-outcome': { handle: afterMessage } };

/** What became of a message: a bounce is tried on the other channel once, then somebody has to look (RE-30, RE-37). */
async function afterMessage(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const outcome = messageOutcomeOf(payload);
  if (outcome.state === 'sent' || outcome.state === 'delivered') return;
  await followCheck(ctx, messageContext(outcome.context).checkId, (tx, followed) => undelivered(tx, followed, outcome));
}

async function undelivered(tx: UnitOfWork, followed: Followed, outcome: MessageOutcome): Promise<void> {
  const { check, referees, now } = followed;
  const { refereeId, text, occasion } = messageContext(outcome.context);
  record(tx, check, `message-${outcome.state.replace('_', '-')}`, now, { refereeId, detail: { text, channel: outcome.channel, why: outcome.reason } });
  const referee = referees.find((one) => one.refereeId === refereeId) ?? null;
  if (isOver(check.status) || (refereeId !== null && !referee)) return;
  const to = recipientOf(followed, referee);
  const owner = referee ?? check;
  const decision = decideDelivery(outcome, {
    deliveries: owner.deliveries, other: to && otherChannel(to.person, owner.deliveries), status: referee?.status ?? null,
  });
  if (decision.kind === 'nothing') return;
  owner.deliveries = { ...owner.deliveries, [outcome.channel]: 'failed' };
  if (decision.kind === 'other') await write(tx, followed, { text: text as TextName, referee, occasion, channels: [decision.channel] });
  if (decision.kind !== 'lost') return;
  if (referee === null) {
    check.problem = 'contact-details';
    return;
  }
  const reason = `a message could not be delivered (${outcome.reason ?? outcome.state})`;
  await planReferee(tx, check, referee.refereeId, decision.as, { occasion: String(referee.round), reason });
}
