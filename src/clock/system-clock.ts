/** The only place in src/ that reads the machine's clocks. */
export const systemNow = (): number => Date.now();

/** Technical time for leases, back-off and time-outs: monotonic milliseconds. */
export const monotonicNow = (): number => performance.now();
