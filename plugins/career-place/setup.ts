import type { ConnectionState, MirroredStage, SetupReport, SetupStep } from 'patchbay/sdk';

/** CP-42: both ways to help, named wherever somebody may be stuck. */
export const SUPPORT_EMAIL = 'support@career.place';
export const SUPPORT_TEXT =
  'Write to support@career.place, or open the support portal in career.place: the purple circle at the bottom right of the screen.';

export interface SetupSituation {
  readonly vendor: ConnectionState;
  readonly lever: ConnectionState;
  readonly missingPermissions: readonly string[];
  readonly stageId: string | null;
  /** Empty until Lever was read for the first time. */
  readonly stages: readonly MirroredStage[];
  readonly webhook: { readonly url: string | null; readonly hasSecret: boolean; readonly verifiedAt: number | null };
}

/** The steps of CP-2 in order. Complete only with both connections, the stage and a verified webhook. Pure. */
export function setupSteps(situation: SetupSituation): SetupReport {
  return { steps: [vendorStep(situation), leverStep(situation), permissionStep(situation), stageStep(situation), webhookStep(situation)] };
}

const CONNECTED: Readonly<Record<ConnectionState, string>> = {
  none: 'is not connected yet', pending: 'is being connected', active: 'is connected', needs_reauth: 'must be connected again', revoked: 'was disconnected',
};

function vendorStep({ vendor }: SetupSituation): SetupStep {
  const isDone = vendor === 'active';
  return {
    id: 'career-place', title: 'Connect career.place', state: isDone ? 'done' : 'todo',
    explanation: isDone ? 'career.place is connected.'
      : `career.place ${CONNECTED[vendor]}. A career.place administrator copies the organisation key from Settings > Integrations and enters it here. ${SUPPORT_TEXT}`,
  };
}

function leverStep({ lever, vendor }: SetupSituation): SetupStep {
  const isDone = lever === 'active';
  return {
    id: 'lever', title: 'Connect Lever', state: isDone ? 'done' : vendor === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'Lever is connected.'
      : `Lever ${CONNECTED[lever]}. A Lever Super Admin chooses Settings > Integrations > Lever > Connect, signs in to Lever, reviews the permissions and presses Accept.`,
  };
}

function permissionStep({ lever, missingPermissions }: SetupSituation): SetupStep {
  const isDone = lever === 'active' && missingPermissions.length === 0;
  return {
    id: 'permissions', title: 'Permissions in Lever', state: isDone ? 'done' : lever === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'Lever allows everything that is needed.'
      : missingPermissions.length > 0 ? `Lever does not allow: ${missingPermissions.join(', ')}. Connect again and accept all permissions.`
        : 'Checked as soon as Lever is connected.',
  };
}

function stageStep({ stageId, stages }: SetupSituation): SetupStep {
  const chosen = stages.find((stage) => stage.id === stageId);
  const isGone = stageId !== null && stages.length > 0 && !chosen;
  const isDone = stageId !== null && !isGone;
  return {
    id: 'stage', title: 'Stage for qualified candidates', state: isDone ? 'done' : 'todo',
    explanation: chosen ? `Qualified candidates move to "${chosen.text}".`
      : isDone ? 'A stage is chosen; it is checked when Lever has been read.'
        : `${isGone ? 'The chosen stage no longer exists in Lever. ' : ''}On the Integrations tab, choose the Lever stage to which qualified candidates move.`,
  };
}

function webhookStep({ webhook }: SetupSituation): SetupStep {
  const isDone = webhook.hasSecret && webhook.verifiedAt !== null;
  const address = webhook.url === null ? 'the address shown here' : webhook.url;
  return {
    id: 'webhook', title: 'Webhook "Application Created"', state: isDone ? 'done' : 'todo',
    explanation: isDone ? 'Lever announces new applications.'
      : webhook.hasSecret ? `In Lever, under Settings > Integrations and API > Webhooks, press Verify Connection beside ${address}.`
        : `In Lever, under Settings > Integrations and API > Webhooks, turn on "Application Created", paste ${address}, copy Lever's signature token into this integration and press Verify Connection.`,
  };
}

/** What the link screen says before set-up is complete (CP-1). */
export function linkAdvice(isReady: boolean): { readonly isReady: boolean; readonly message: string; readonly setupHref: string } {
  return {
    isReady,
    message: isReady ? 'Select the Lever job whose applicants are invited into this Job (qualification funnel).'
      : `Complete the one-time Lever set-up first: Settings > Integrations > Lever. ${SUPPORT_TEXT}`,
    setupHref: '/v1/installations/career-place/setup',
  };
}
