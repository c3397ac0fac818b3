import { KEY } from './refapp.context.js';
import type { NewProject } from './refapp.client.js';
import type { RefappSettings } from './refapp.settings.js';
import type { StepSettings } from './step-settings.js';

interface StepOfProject {
  readonly host: string; readonly serviceId: string; readonly serviceTitle: string; readonly clientName?: string | null;
  readonly hostStepId: string; readonly name: string;
}

type Rules = Pick<RefappSettings, 'candidateSeesAnswers' | 'warningsInReport' | 'keepMonths'>;

const HOST_NAMES: Readonly<Record<string, string>> = { 'lever': 'Lever', 'we-select': 'We Select' };

/** The one project of a service and step (RE-13). The note in it tells where it came from (RE-19). */
export function projectOf(step: StepOfProject, settings: StepSettings, organisation: Rules): NewProject {
  const { host, serviceId, serviceTitle, clientName = null, hostStepId, name } = step;
  return {
    externalId: `${host}:${serviceId}:${hostStepId}`, title: serviceTitle, clientName, source: KEY,
    note: `Made by Patchbay from ${HOST_NAMES[host] ?? host}, step "${name}". Candidates are added there only.`,
    requestedReferees: settings.references, minimumReferees: settings.references, candidateChannel: settings.candidateChannel,
    refereeChannel: settings.refereeChannel, daysToSubmit: settings.daysToSubmit, ...changeOf(settings, organisation),
  };
}

/** What a later revision changes about the project; candidates who are in it keep their own questionnaire (RE-9). */
export function changeOf(
  settings: StepSettings, organisation: Rules,
): Pick<NewProject, 'questionnaireIds' | 'candidateAccess' | 'showWarnings' | 'keepMonths'> {
  return {
    questionnaireIds: settings.questionnaireId === null ? [] : [settings.questionnaireId],
    candidateAccess: organisation.candidateSeesAnswers ? 'answers' : 'questions', showWarnings: organisation.warningsInReport, keepMonths: organisation.keepMonths,
  };
}
