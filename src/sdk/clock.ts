/**
 * Business time in epoch milliseconds: due dates, reminders, windows, retention (decisions D12).
 * In demo and tests it may run ahead of the machine's clock; never use it for leases or time-outs.
 */
export interface Clock {
  now(): number;
}
