import type { ConnectionState, MirroredPosting, MirroredStage, SetupReport, SetupStep } from 'patchbay/sdk';
import type { CiivsoftSettings } from './ciivsoft.settings.js';
import { screenedStage, SCREENED, STAGE_MISSING } from './screened-stage.js';

export interface SetupSituation {
  readonly lever: ConnectionState;
  readonly actsAs: string | null;
  readonly missingPermissions: readonly string[];
  readonly missingOptional: readonly string[];
  /** Null until they were saved once. */
  readonly settings: CiivsoftSettings | null;
  /** Empty until Lever was read for the first time. */
  readonly stages: readonly MirroredStage[];
  readonly postings: readonly MirroredPosting[];
}

const SUPPORT_FORM = 'the Lever Support request form';

/** The steps of CI-1 to CI-5 in order, and what works with less. Pure. */
export function setupSteps(situation: SetupSituation): SetupReport {
  return { steps: [keyStep(situation), serviceUserStep(situation), permissionStep(situation), leadStep(situation), modeStep(situation), stageStep(situation)] };
}

const STATES: Readonly<Record<ConnectionState, string>> = {
  none: 'is not connected yet', pending: 'is being connected', active: 'is connected', needs_reauth: 'must be connected again', revoked: 'was disconnected',
};

function keyStep({ lever }: SetupSituation): SetupStep {
  const isDone = lever === 'active';
  return {
    id: 'lever-key', title: 'Lever API key', state: isDone ? 'done' : 'todo',
    explanation: isDone ? 'Lever takes the key. It is kept encrypted and never shown again.'
      : `Lever ${STATES[lever]}. A Lever Super Admin opens Settings > Integrations and API > API Credentials, presses Generate New Key, ticks the permissions listed `
        + 'for this integration, copies the key and enters it here, in a field that is only written. Not sure whether your Lever package has custom API keys? '
        + `Ask your Customer Success Manager through ${SUPPORT_FORM}.`,
  };
}

function serviceUserStep({ actsAs }: SetupSituation): SetupStep {
  return {
    id: 'service-user', title: 'CiiVSOFT service user', state: actsAs === null ? 'todo' : 'done',
    explanation: actsAs === null
      ? `Ask Lever Support through ${SUPPORT_FORM} for a CiiVSOFT service user, and give its user id with the key (actsAs). The key cannot look it up. Everything in Lever is done as that user.`
      : `Everything in Lever is done as user ${actsAs}.`,
  };
}

function permissionStep({ lever, missingPermissions }: SetupSituation): SetupStep {
  const isDone = lever === 'active' && missingPermissions.length === 0;
  return {
    id: 'permissions', title: 'Permissions of the key', state: isDone ? 'done' : lever === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'The key has every permission of the list.'
      : lever === 'active' ? `The key lacks: ${missingPermissions.join(', ')}. Make a new key with these ticked and enter it here.` : 'Tried one by one as soon as the key is saved.',
  };
}

export const LEADS_PERMISSION = 'Create an opportunity';

/** Never in the way: FiiLTER works without it (3.2, gap 1). */
function leadStep({ missingOptional }: SetupSituation): SetupStep {
  const lacks = missingOptional.includes(LEADS_PERMISSION);
  const others = missingOptional.filter((name) => name !== LEADS_PERMISSION);
  return {
    id: 'leads', title: 'Leads (an addition to the list)', state: 'done',
    explanation: [
      lacks ? `ARKiiVE and REFiiNE wait: a lead on another job is a new opportunity in Lever, and the key lacks "${LEADS_PERMISSION}". FiiLTER works without it. `
        + 'Make a key that has it as well and enter it here; nothing is lost meanwhile.'
        : `ARKiiVE and REFiiNE may make leads ("${LEADS_PERMISSION}", our addition to the list of the set-up guide).`,
      ...others.map((name) => `Without "${name}" everybody archived within the cool-off counts as turned down, and everybody archived at the offer as hired.`),
    ].join(' '),
  };
}

const REGULATED = /\b(new york|nyc|brooklyn|uk|united kingdom|london|manchester|edinburgh|eu|ireland|dublin|germany|berlin|munich|hamburg|france|paris|spain|madrid|barcelona|italy|rome|milan|netherlands|amsterdam|sweden|stockholm|gothenburg|malm[öo]|denmark|copenhagen|finland|helsinki|poland|warsaw|portugal|lisbon|belgium|brussels|austria|vienna|de|fr|es|it|nl|se|dk|fi|pl|pt|be|at|ie|gb)\b/i;

/** The choice between advancing and suggesting is made by a person, and for regulated places knowingly (LG-2). */
function modeStep({ settings, postings }: SetupSituation): SetupStep {
  const regulated = postings.filter((posting) => REGULATED.test(posting.location ?? '')).length;
  const places = regulated > 0 ? ` ${regulated} of the open jobs look as if they were in the EU, the UK or New York City: decide for them knowingly (suggestPostings, advancePostings).` : '';
  return {
    id: 'mode', title: 'Advance or suggest', state: settings === null ? 'todo' : 'done',
    explanation: settings === null
      ? `Save the settings once and choose: "advance" moves matches to "${SCREENED}" by itself, "suggest" leaves a tag and a note and a person moves.${places}`
      : `FiiLTER ${settings.mode === 'advance' ? 'advances matches by itself' : 'suggests, and a person moves'} unless a posting says otherwise. Nobody is ever rejected.${places}`,
  };
}

function stageStep({ settings, stages }: SetupSituation): SetupStep {
  const stage = screenedStage(stages, settings?.screenedStageId ?? '');
  return {
    id: 'stage', title: `Stage "${SCREENED}"`, state: 'done',
    explanation: stage ? `Matches advance to "${stage.text}".` : stages.length === 0 ? 'Looked up when Lever was read for the first time.' : STAGE_MISSING,
  };
}
