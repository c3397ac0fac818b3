import type { MirroredStage } from 'patchbay/sdk';

export const SCREENED = 'CiiVSOFT SCREENED';

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

/** The stage for matches: the mapped one, else the one of that name whatever its case and spaces (CI-26). Null when it is not there. */
export function screenedStage(stages: readonly MirroredStage[], mappedId: string): MirroredStage | null {
  const wanted = mappedId === '' ? (stage: MirroredStage) => plain(stage.text) === plain(SCREENED) : (stage: MirroredStage) => stage.id === mappedId;
  return stages.find(wanted) ?? null;
}

export const STAGE_MISSING =
  `FiiLTER waits: Lever has no stage called "${SCREENED}". A Lever admin adds it under Settings > Pipeline, after New Applicant, or another stage is `
  + 'mapped in the settings (screenedStageId). No application is lost meanwhile.';
