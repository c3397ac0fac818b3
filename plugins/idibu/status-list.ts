/** Groups of colours that idibu knows. */
export const COLOURS = ['green', 'yellow', 'red', 'orange', 'blue', 'star', 'general'] as const;
export type Colour = (typeof COLOURS)[number];

export interface StatusView {
  readonly id: string;
  readonly label: string;
  readonly colour: Colour;
  readonly position: number;
  readonly isEnabled: boolean;
  readonly kind: 'default' | 'extra';
}

/** These three cannot be switched off (ID-28). */
export const FIXED = ['New', 'Keep on file', 'Applicants'];
/** Where people stand before anything is decided. */
export const APPLICANTS = 'Applicants';

export type OffProblem = { readonly code: string; readonly message: string; readonly isInput: boolean };

/** Why a status cannot be switched off; null when it can (ID-18, ID-28). Pure. */
export function offProblem(
  status: StatusView, situation: { readonly triggerStatusId: string | null; readonly people: number; readonly moveTo: StatusView | null },
): OffProblem | null {
  if (FIXED.includes(status.label) && status.kind === 'default') {
    return { code: 'status-is-fixed', message: `"${status.label}" cannot be switched off.`, isInput: false };
  }
  if (situation.triggerStatusId === status.id) {
    return { code: 'status-is-trigger', message: `"${status.label}" sends candidates into the CRM. Choose another status under CRM Handoff, or another way, first.`, isInput: false };
  }
  if (situation.people === 0) return null;
  const { moveTo } = situation;
  if (!moveTo) return { code: 'status-holds-people', message: `holds ${situation.people} people: choose where to move them`, isInput: true };
  if (moveTo.id === status.id || !moveTo.isEnabled || moveTo.label === APPLICANTS) {
    return { code: 'status-holds-people', message: 'must be another status that is switched on, and not Applicants', isInput: true };
  }
  return null;
}

/** The order after one was put at a place, first is 0. Pure. */
export function reordered<S extends Pick<StatusView, 'id' | 'position'>>(statuses: readonly S[], id: string, position: number): readonly string[] {
  const others = statuses.filter((one) => one.id !== id).toSorted((a, b) => a.position - b.position).map((one) => one.id);
  return [...others.slice(0, position), id, ...others.slice(position)];
}
