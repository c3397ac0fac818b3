import type { ConnectionState, MirroredStage, SetupReport, SetupStep } from 'patchbay/sdk';
import type { EngineName } from './popp.settings.js';

/** PO-4: help comes from Popp AI, not from Lever. */
export const SUPPORT_EMAIL = 'support@joinpopp.com';
export const SUPPORT_TEXT = 'This integration is built, managed and supported by the Popp AI team, not by Lever: write to support@joinpopp.com or see docs.joinpopp.com.';

export interface SetupSituation {
  readonly engine: EngineName;
  readonly lever: ConnectionState;
  readonly missingPermissions: readonly string[];
  readonly vendor: ConnectionState;
  /** Empty: Shortlist only marks. */
  readonly shortlistStageId: string;
  /** Empty until Lever was read for the first time. */
  readonly stages: readonly MirroredStage[];
}

/** Connect ATS > Lever > Link Lever > Connect > Accept (PO-2), then what is optional (PO-5). Pure. */
export function setupSteps(situation: SetupSituation): SetupReport {
  return { steps: [leverStep(situation), permissionStep(situation), engineStep(situation), stageStep(situation), reasonStep()] };
}

const CONNECTED: Readonly<Record<ConnectionState, string>> = {
  none: 'is not connected yet', pending: 'is being connected', active: 'is connected', needs_reauth: 'must be connected again', revoked: 'was disconnected',
};

function leverStep({ lever }: SetupSituation): SetupStep {
  const isDone = lever === 'active';
  return {
    id: 'lever', title: 'Link Lever', state: isDone ? 'done' : 'todo',
    explanation: isDone ? 'Lever is connected.'
      : `Lever ${CONNECTED[lever]}. Press Connect ATS, select Lever from the list of ATS integrations and press Connect on the Link Lever screen. A Lever Super Admin signs in to Lever, reviews the permissions and presses Accept. ${SUPPORT_TEXT}`,
  };
}

function permissionStep({ lever, missingPermissions }: SetupSituation): SetupStep {
  const isDone = lever === 'active' && missingPermissions.length === 0;
  return {
    id: 'permissions', title: 'Permissions in Lever', state: isDone ? 'done' : lever === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'Lever allows everything that is needed.'
      : missingPermissions.length > 0 ? `Lever does not allow: ${missingPermissions.join(', ')}. Connect again and accept all permissions.` : 'Checked as soon as Lever is connected.',
  };
}

function engineStep({ engine, vendor }: SetupSituation): SetupStep {
  const isDone = engine === 'built-in' || vendor === 'active';
  return {
    id: 'engine', title: 'Who reads resumes', state: isDone ? 'done' : 'todo',
    explanation: engine === 'built-in' ? 'The built-in engine reads resumes; nothing leaves this hub.'
      : isDone ? 'Popp reads resumes, without protected data, by its own API.'
        : `Popp ${CONNECTED[vendor]}. An administrator of the Popp organisation copies the organisation id and an API key from app.joinpopp.com/developer/keys and enters them here as "organisation id:key".`,
  };
}

function stageStep({ shortlistStageId, stages }: SetupSituation): SetupStep {
  const chosen = stages.find((stage) => stage.id === shortlistStageId);
  const isGone = shortlistStageId !== '' && stages.length > 0 && !chosen;
  return {
    id: 'shortlist-stage', title: 'Stage for Shortlist (optional)', state: isGone ? 'todo' : 'done',
    explanation: isGone ? 'The chosen stage no longer exists in Lever: choose another one, or none.'
      : chosen ? `Shortlist moves people to "${chosen.text}".`
        : 'Optional. You may add a stage in Lever (Settings > Pipeline and Stages, needs "manage pipeline stages") and choose it here; without one, Shortlist only marks people.',
  };
}

function reasonStep(): SetupStep {
  return {
    id: 'archive-reason', title: 'Archive reason (optional)', state: 'done',
    explanation: 'Optional. You may add an archive reason such as "Rejected on Popp" in Lever (Settings > Archive reasons, needs "manage archive reasons"). Reject always offers the reasons that Lever has at that moment.',
  };
}
