import { startCareerPlace, type CareerPlace } from './career-place/index.js';
import type { CrmEmulator, CrmOptions } from './crm-kit/index.js';
import { startLever, type LeverEmulator } from './lever/index.js';
import { startElks, type Elks } from './46elks/index.js';
import type { StartContext } from './running-emulator.js';
import { startTwilio, type Twilio } from './twilio/index.js';

/** As many as one app may have. */
const appScopes = [
  'opportunities:read', 'opportunities:write', 'postings:read', 'applications:read', 'contact:read', 'contact:write', 'notes:read',
  'notes:write', 'stages:read', 'archive_reasons:read', 'tags:read', 'sources:read', 'users:read', 'resumes:read', 'files:read',
  'files:write', 'webhooks:read', 'webhooks:write', 'requisitions:read', 'confidential:access',
].map((scope) => `${scope}:admin`);

/** Popp AI is an app of its own: it reads anonymous survey answers, and is found by its name under Authorized Apps. */
const poppScopes = [
  'opportunities:read', 'opportunities:write', 'postings:read', 'notes:read', 'notes:write', 'stages:read', 'archive_reasons:read', 'resumes:read',
  'eeo_responses:read',
].map((scope) => `${scope}:admin`);

export interface LeverDescription {
  baseUrl: string;
  controlUrl: string;
  /** A key of the first account that may do everything. */
  apiKey: string;
  oauth: { url: string; audience: string; clientId: string; clientSecret: string; redirectUris: string[]; scopes: string[] };
  /** Apps of vendors that have one of their own, by integration key. */
  apps: Record<string, { clientId: string; clientSecret: string }>;
  [more: string]: unknown;
}

export type Lever = Omit<LeverEmulator, 'describe'> & { describe(): LeverDescription };

/** Lever with a partner app registered, ready for the authorization code flow. Fixed credentials outlive a restart. */
export async function startLeverWithApp({ clock, port, seed, oauthRedirectUris, leverRate }: StartContext): Promise<Lever> {
  const lever = await startLever({ clock, port, size: seed, ...(leverRate && { rate: leverRate }) });
  const { access } = lever.store;
  const app = access.addApp({
    name: 'Sandbox app', description: 'An app for trying out the authorization of an account.', clientId: 'sandbox-app',
    clientSecret: 'sandbox-app-secret', scopes: appScopes,
    // The hub's page for outside accounts too: another account of this Lever may serve as a CRM.
    redirectUris: [...oauthRedirectUris, ...originsOf(oauthRedirectUris).map((origin) => `${origin}/oauth/accounts/callback`)],
  });
  const popp = access.addApp({
    name: 'Popp AI', description: 'Analyses and scores applicants.', clientId: 'popp-app', clientSecret: 'popp-app-secret',
    redirectUris: [...oauthRedirectUris], scopes: poppScopes,
  });
  const { clientId, clientSecret } = app;
  return {
    ...lever,
    describe: () => ({
      ...lever.describe(), baseUrl: lever.baseUrl, controlUrl: lever.controlUrl,
      apiKey: [...access.keys.values()].find((key) => key.permissions === 'all' && key.revokedAt === null)?.token ?? '',
      oauth: {
        url: lever.oauthUrl, audience: `${lever.baseUrl}/`, clientId, clientSecret, redirectUris: app.redirectUris, scopes: app.scopes,
      },
      apps: { popp: { clientId: popp.clientId, clientSecret: popp.clientSecret } },
    }),
  };
}

/** career.place, told by the mailbox of mail that comes back. */
export async function startCareerPlaceWithMailbox({ clock, port, seed, mailbox }: StartContext): Promise<CareerPlace> {
  const smtp = { host: mailbox.smtpHost, port: mailbox.smtpPort };
  const careerPlace = await startCareerPlace({ clock, port, seed, smtp });
  mailbox.subscribeToBounces(`${careerPlace.baseUrl}/inbound/bounces`, 'bounces+*@career-place.example');
  return careerPlace;
}

/** A CRM that lets browsers go back to any page of the hub. */
export function forHub(start: (options: CrmOptions) => Promise<CrmEmulator>): (context: StartContext) => Promise<CrmEmulator> {
  return ({ clock, port, oauthRedirectUris }) => start({ clock, port, redirectUris: originsOf(oauthRedirectUris).map((origin) => `${origin}/*`) });
}

function originsOf(uris: readonly string[]): string[] {
  return [...new Set(uris.map((uri) => new URL(uri).origin))];
}

/** Both SMS providers reach the same phones, which are shown beside the mailbox. */
export const startTwilioWithPhones = ({ clock, port, mailbox }: StartContext): Promise<Twilio> => startTwilio({ clock, port, phones: mailbox.phones });
export const startElksWithPhones = ({ clock, port, mailbox }: StartContext): Promise<Elks> => startElks({ clock, port, phones: mailbox.phones });
