export const CHANNEL_CHOICES = ['email', 'sms', 'both', 'none'] as const;
/** How somebody is written to: `none` means that nothing goes out by itself (RE-5, RE-7). */
export type ChannelChoice = (typeof CHANNEL_CHOICES)[number];

export const SUGGESTED_NAME = 'Refapp Referenstagning';
export const MOST_REFERENCES = 10;

/** What a process step says about its reference taking; a revision of it is never changed (RE-9). */
export interface StepSettings {
  /** Null: nothing can be asked yet, the project waits (RE-17). */
  readonly questionnaireId: string | null;
  readonly candidateChannel: ChannelChoice;
  /** How many answered references make the check complete (RE-6, RE-25). */
  readonly references: number;
  readonly refereeChannel: ChannelChoice;
  /** Days that the candidate has to name referees. */
  readonly daysToSubmit: number;
}

export const DEFAULT_STEP_SETTINGS: StepSettings = { questionnaireId: null, candidateChannel: 'email', references: 2, refereeChannel: 'email', daysToSubmit: 3 };

export interface KnownQuestionnaire { readonly id: string; readonly name: string; readonly isDemographic: boolean }

/** What is wrong with settings, by field; empty when they can be saved. */
export function settingsProblems(
  settings: StepSettings, questionnaires: readonly KnownQuestionnaire[],
): { readonly field: string; readonly message: string }[] {
  const problems: { field: string; message: string }[] = [];
  const { questionnaireId, references, daysToSubmit } = settings;
  const chosen = questionnaires.find((one) => one.id === questionnaireId);
  if (questionnaireId !== null && !chosen) problems.push({ field: '/settings/questionnaireId', message: 'is no questionnaire in Refapp' });
  if (chosen?.isDemographic) {
    problems.push({ field: '/settings/questionnaireId', message: `"${chosen.name}" asks for demographic data, which is voluntary and never part of a reference` });
  }
  if (!isWithin(references, 1, MOST_REFERENCES)) problems.push({ field: '/settings/references', message: `must be 1 to ${MOST_REFERENCES}` });
  if (!isWithin(daysToSubmit, 1, 60)) problems.push({ field: '/settings/daysToSubmit', message: 'must be 1 to 60' });
  return problems;
}

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;
