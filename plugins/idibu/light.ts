import type { Light } from './handoff.js';

/** Status under which a light shows where nobody chose another one (ID-16, ID-23, ID-26). */
export const STATUS_OF_LIGHT: Readonly<Record<Light, string>> = { green: 'Added', yellow: 'Keep on file', red: 'Rejected' };
/** Lights work only while the person is in one of these (public API, candidates/assign-status). */
export const OPEN_STATUSES = ['Applicants', 'New'];

/** A light that was set in idibu's own pages, where the event does not name it: known by its status. Pure. */
export function lightOfStatus(label: string): Light | null {
  const wanted = label.trim().toLowerCase();
  return (Object.keys(STATUS_OF_LIGHT) as Light[]).find((light) => STATUS_OF_LIGHT[light].toLowerCase() === wanted) ?? null;
}

/** Which message a light sends; green without a chosen status sends none (ID-16, ID-27). Pure. */
export function messageOfLight(light: Light, chosenStatusId: string | null): readonly string[] {
  if (chosenStatusId !== null) return [`status:${chosenStatusId}`, `light:${light}`];
  return light === 'green' ? [] : [`light:${light}`];
}

const DAY_MS = 86_400_000;

export interface Rejected { readonly isKnownBefore: boolean; readonly deletesRejected: boolean; readonly deleteAfterDays: number; readonly now: number }

/** When a rejected applicant is deleted; null: kept (ID-26). Pure. */
export function deletionAt({ isKnownBefore, deletesRejected, deleteAfterDays, now }: Rejected): number | null {
  return deletesRejected && !isKnownBefore ? now + deleteAfterDays * DAY_MS : null;
}
