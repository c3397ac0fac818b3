import type { Channels, ConnectionState, SetupReport, SetupStep } from 'patchbay/sdk';

export const SUPPORT_EMAIL = 'support@refapp.com';
export const SUPPORT_TEXT = 'Write to support@refapp.com, or see support.refapp.com.';

export interface SetupSituation {
  readonly vendor: ConnectionState;
  readonly lever: ConnectionState;
  readonly missingPermissions: readonly string[];
  readonly channels: Channels;
}

/** Refapp and Lever must be connected; mail and SMS may be in outbox-only mode, which is said plainly (ME-8). Pure. */
export function setupSteps({ vendor, lever, missingPermissions, channels }: SetupSituation): SetupReport {
  return {
    steps: [
      connection('refapp', 'Connect Refapp', vendor, 'A Refapp administrator copies the API key from Company settings > Integrations and enters it here.'),
      connection('lever', 'Connect Lever', lever, 'A Lever Super Admin signs in to Lever, reviews the permissions and presses Accept.'),
      permissions(lever, missingPermissions),
      {
        id: 'messages', title: 'Mail and SMS', state: 'done',
        explanation: `Mail ${channelText(channels.email)}; SMS ${channelText(channels.sms)}. We Select is connected under /v1/refapp/we-select if you recruit there.`,
      },
    ],
  };
}

const channelText = (mode: 'live' | 'outbox-only'): string => (mode === 'live' ? 'goes out' : 'only fills the outbox: nothing leaves until the operator configures it');

function connection(id: string, title: string, state: ConnectionState, advice: string): SetupStep {
  return { id, title, state: state === 'active' ? 'done' : 'todo', explanation: state === 'active' ? 'Connected.' : advice };
}

function permissions(lever: ConnectionState, missing: readonly string[]): SetupStep {
  const isDone = lever === 'active' && missing.length === 0;
  return {
    id: 'permissions', title: 'Permissions in Lever', state: isDone ? 'done' : lever === 'active' ? 'todo' : 'blocked',
    explanation: isDone ? 'Lever allows everything that is needed.'
      : missing.length > 0 ? `Lever does not allow: ${missing.join(', ')}. Connect again and accept all permissions.` : 'Checked as soon as Lever is connected.',
  };
}

