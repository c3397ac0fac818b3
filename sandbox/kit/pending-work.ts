/** Work an emulator still owes to the outside. */
export interface PendingWork {
  /** Due now or being sent. */
  readonly pending: number;
  /** Business time of the next thing that is not due yet, such as a retry. */
  readonly nextDueAt: number | null;
}

export function combinePending(parts: readonly PendingWork[]): PendingWork {
  const dues = parts.map((part) => part.nextDueAt).filter((due): due is number => due !== null);
  return {
    pending: parts.reduce((sum, part) => sum + part.pending, 0),
    nextDueAt: dues.length === 0 ? null : Math.min(...dues),
  };
}
