import type { Light } from './handoff.js';
import type { Happening } from './trigger.js';

interface Before { readonly light?: Light | null; readonly statusId?: string | null }
interface Now { readonly light: Light | null; readonly statusId: string }

/** What happened between two looks at an application. Lights come before the status that they bring with them. Pure. */
export function happeningsOf(before: Before | null, now: Now): Happening[] {
  const found: Happening[] = [];
  if (!before) found.push({ kind: 'arrived' });
  if (now.light !== null && now.light !== (before?.light ?? null)) found.push({ kind: 'light', light: now.light });
  if (now.statusId !== (before?.statusId ?? null)) found.push({ kind: 'status', statusId: now.statusId });
  return found;
}
