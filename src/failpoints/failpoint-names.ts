/** Every named boundary to a store or to the network, in the order in which an event passes them. The chaos suite walks all of them. */
export const FAILPOINTS = [
  'intake.before-commit', 'intake.after-commit',
  'poll.page-read',
  'claimer.claimed',
  'look.before-read', 'look.after-read', 'look.after-commit',
  'inbox.before-commit', 'inbox.after-commit',
  'schedule.before-commit', 'schedule.after-commit',
  'job.before-commit', 'job.after-commit',
  'action.before-intent', 'action.before-send', 'action.after-send', 'action.after-settle', 'action.after-look-back',
  'token.before-refresh', 'token.after-refresh',
] as const;

export type FailpointName = typeof FAILPOINTS[number];
