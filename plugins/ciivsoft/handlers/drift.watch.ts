import type { UnitOfWork } from 'patchbay/sdk';
import type { Handling } from '../ciivsoft.context.js';
import { Decision } from '../decision.entity.js';
import { jumpIn, weekStart } from '../monitoring.js';

const WEEKS_MS = 5 * 7 * 86_400_000;
const MOST = 5_000;

/** LG-13: tells the administrators once a week when FiiLTER's results jump. */
export async function watchDrift(tx: UnitOfWork, ctx: Handling): Promise<void> {
  const now = ctx.clock.now();
  const decisions = await tx.store.find(Decision, { solution: 'filter', decidedAt: { $gte: now - WEEKS_MS } }, {
    orderBy: { decidedAt: 'desc' }, limit: MOST, fields: ['decidedAt', 'score', 'isMatch'],
  });
  const jump = jumpIn(decisions, now);
  if (jump === null) return;
  await tx.messages.alertAdmins({
    key: `drift:${weekStart(now)}`, subject: 'CiiVSOFT FiiLTER decides differently than before',
    text: `This week ${jump}, compared with the four weeks before. Look at the decisions under GET /v1/ciivsoft/decisions and at GET /v1/ciivsoft/monitoring.`,
  });
}
