import { isoOf, isoOrNull } from 'patchbay/sdk';
import { boxOf } from '../box.js';
import type { ReferenceCheck } from '../check.entity.js';
import { isOver } from '../check-state.js';
import type { UseCase } from '../refapp.context.js';
import type { CheckView } from './checks.dto.js';

/** Without the report unless the reader may see references on this job (RE-42). */
export function checkView(ctx: Pick<UseCase, 'settings'>, check: ReferenceCheck, mayReadReport: boolean): CheckView {
  const box = boxOf(check, ctx.settings.language);
  return {
    id: check.id, stepId: check.stepId, revision: check.revision, host: check.host, serviceId: check.serviceId, subjectId: check.subjectId,
    status: check.status, problem: isOver(check.status) ? null : check.problem ?? null, box: { ...box, reportUrl: mayReadReport ? box.reportUrl : null },
    createdAt: isoOf(check.createdAt), endedAt: isoOrNull(check.endedAt), submitBy: isoOrNull(check.submitBy), linksUntil: isoOrNull(check.expiresAt),
    remindsCandidate: check.remindsCandidate, remindsReferees: check.remindsReferees,
  };
}
