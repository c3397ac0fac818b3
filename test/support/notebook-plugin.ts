import { SignInRefused, type AccountTokens, type IntegrationProvider, type OutsideAccountDefinition } from '../../src/sdk/index.js';

class NotebookSettings {}

function tokensFrom(body: unknown): AccountTokens {
  const answer = body as { access_token: string; refresh_token: string; expires_in: number; base: string; organisation: string };
  return {
    baseUrl: answer.base, values: { access: answer.access_token, refresh: answer.refresh_token }, expiresInSeconds: answer.expires_in,
    accountId: answer.organisation,
  };
}

export const notebookAccount: OutsideAccountDefinition = {
  system: 'notebook', name: 'Notebook', hosts: { api: 'https://notebook.example.com' }, limit: { requests: 500, inSeconds: 10 },
  options: [{ key: 'region', label: 'Region', help: 'Where the account is kept.', choices: [{ value: 'eu', label: 'Europe' }, { value: 'us', label: 'America' }] }],
  signInUrl: async ({ hosts, options }, { redirectUri, state }) =>
    `${hosts.api}/sign-in?region=${options.region}&redirect_uri=${encodeURIComponent(redirectUri)}&state=${state}`,
  exchange: async ({ hosts, http }, { code }) =>
    tokensFrom((await http.request({ method: 'POST', path: `${hosts.api}/token`, json: { grant: 'code', code } })).body),
  refresh: async ({ hosts, http }, { values }) => {
    const answer = await http.request({ method: 'POST', path: `${hosts.api}/token`, json: { grant: 'refresh', refresh_token: values.refresh }, passOn: [400] });
    if (answer.status === 400) throw new SignInRefused('The notebook refused the refresh token.');
    return tokensFrom(answer.body);
  },
  authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
};

/** Writes a note into a person's notebook for each job it is given. */
export const notebookPlugin: IntegrationProvider<NotebookSettings> = {
  manifest: {
    key: 'noting', name: 'Noting', version: '1.0.0', sdk: '^1.0.0', summary: 'Writes notes.', settings: NotebookSettings, settingsVersion: 1,
    lever: { auth: 'api_key', operations: [], webhookEvents: [] }, accounts: [notebookAccount],
    may: ['vendor'], support: { email: 'support@example.com', text: 'Ask.' },
  },
  setup: async () => ({ steps: [] }),
  schedules: {}, webhooks: null, vendorActions: {}, facts: {}, jobs: {},
  accountActions: {
    'write-note': {
      repeatable: true,
      send: async ({ text }, ctx) => ({ ...(await ctx.accounts.http('notebook').request({ method: 'POST', path: '/notes', json: { text } })).body as object }),
    },
  },
  enable: async () => undefined, disable: async () => undefined, revoke: async () => undefined,
};
