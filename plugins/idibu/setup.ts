import type { ConnectionState, SetupReport, SetupStep } from 'patchbay/sdk';

export interface SetupSituation {
  readonly useIdibu: boolean;
  readonly useLever: boolean;
  readonly idibu: ConnectionState;
  readonly lever: ConnectionState;
  readonly missingPermissions: readonly string[];
}

const CONNECTED: Readonly<Record<ConnectionState, string>> = {
  none: 'is not connected yet', pending: 'is being connected', active: 'is connected', needs_reauth: 'must be connected again', revoked: 'was disconnected',
};

/** What must be there before the integration is switched on; the CRM itself is signed in to under CRM Handoff afterwards. Pure. */
export function setupSteps(situation: SetupSituation): SetupReport {
  return { steps: [sourceStep(situation), idibuStep(situation), leverStep(situation), permissionStep(situation)] };
}

function sourceStep({ useIdibu, useLever }: SetupSituation): SetupStep {
  const isDone = useIdibu || useLever;
  return {
    id: 'sources', title: 'Where applicants come from', state: isDone ? 'done' : 'todo',
    explanation: isDone ? `Applicants of ${[useIdibu && 'idibu', useLever && 'Lever'].filter(Boolean).join(' and ')} are handed off.` : 'Choose idibu, Lever or both in the settings.',
  };
}

function idibuStep({ useIdibu, idibu }: SetupSituation): SetupStep {
  const isDone = !useIdibu || idibu === 'active';
  return {
    id: 'idibu', title: 'Connect idibu', state: isDone ? 'done' : 'todo',
    explanation: !useIdibu ? 'idibu is not used as a source.' : isDone ? 'idibu is connected.'
      : `idibu ${CONNECTED[idibu]}. In idibu, an administrator makes an app under Developer, enables it under Manage plugins and copies the access token here.`,
  };
}

function leverStep({ useLever, lever }: SetupSituation): SetupStep {
  const isDone = !useLever || lever === 'active';
  return {
    id: 'lever', title: 'Connect Lever', state: isDone ? 'done' : 'todo',
    explanation: !useLever ? 'Lever is not used as a source.' : isDone ? 'Lever is connected.' : `Lever ${CONNECTED[lever]}. A Lever Super Admin signs in and presses Accept.`,
  };
}

function permissionStep({ useLever, lever, missingPermissions }: SetupSituation): SetupStep {
  const isDone = !useLever || (lever === 'active' && missingPermissions.length === 0);
  return {
    id: 'permissions', title: 'Permissions in Lever', state: isDone ? 'done' : lever === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'Nothing is missing.'
      : missingPermissions.length > 0 ? `Lever does not allow: ${missingPermissions.join(', ')}. Connect again and accept all permissions.` : 'Checked as soon as Lever is connected.',
  };
}
