/** One command over the REST API: its words, its request, and where its arguments go. */
export interface RestCommand {
  /** `noun verb`, e.g. `keys revoke`. */
  readonly name: string;
  readonly description: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` parts are arguments in this order. */
  readonly path: string;
  /** Body fields that are required options. */
  readonly body?: readonly string[];
  /** Body fields that are optional ones. */
  readonly optional?: readonly string[];
  /** Query fields that are optional ones. */
  readonly query?: readonly string[];
  /** The answer is a list with `next`: follow it with --all. */
  readonly isList?: boolean;
}

/** The whole table: adding a command is adding a row. */
export const REST_COMMANDS: readonly RestCommand[] = [
  { name: 'tenants list', description: 'organisations (operators)', method: 'GET', path: '/v1/tenants', isList: true },
  { name: 'tenants create', description: 'make an organisation (operators)', method: 'POST', path: '/v1/tenants', body: ['slug', 'name', 'zone'] },
  { name: 'tenants admin', description: 'let the first super admin in; shows their key once (operators)', method: 'POST', path: '/v1/tenants/:id/members', body: ['name', 'email'] },
  { name: 'members list', description: 'people of the organisation', method: 'GET', path: '/v1/members', isList: true },
  { name: 'members add', description: 'let a person in', method: 'POST', path: '/v1/members', body: ['name', 'email', 'role'], optional: ['leverUserId'] },
  { name: 'members remove', description: 'shut a person out and revoke their keys', method: 'DELETE', path: '/v1/members/:id' },
  { name: 'keys list', description: 'API keys', method: 'GET', path: '/v1/keys', isList: true },
  { name: 'keys create', description: 'make an API key; shown once', method: 'POST', path: '/v1/keys', body: ['label'], optional: ['memberId'] },
  { name: 'keys revoke', description: 'revoke an API key', method: 'DELETE', path: '/v1/keys/:id' },
  { name: 'keys vendor', description: 'make a key for the vendor of an integration; shown once', method: 'POST', path: '/v1/integrations/:key/vendor-keys', body: ['label'] },
  { name: 'integrations list', description: 'every integration this hub knows', method: 'GET', path: '/v1/integrations' },
  { name: 'integrations show', description: 'permissions and settings schema of one', method: 'GET', path: '/v1/integrations/:key' },
  { name: 'installations list', description: 'integrations of the organisation and their states', method: 'GET', path: '/v1/installations' },
  { name: 'installations create', description: 'start the set-up of an integration', method: 'POST', path: '/v1/installations', body: ['integrationKey'] },
  { name: 'installations setup', description: 'what is done and what is still to do', method: 'GET', path: '/v1/installations/:key/setup' },
  { name: 'installations enable', description: 'switch on', method: 'POST', path: '/v1/installations/:key/enable' },
  { name: 'installations pause', description: 'hold its work back', method: 'POST', path: '/v1/installations/:key/pause' },
  { name: 'installations resume', description: 'carry on', method: 'POST', path: '/v1/installations/:key/resume' },
  { name: 'installations disable', description: 'switch off; nothing more is sent once this has answered', method: 'POST', path: '/v1/installations/:key/disable' },
  { name: 'installations mode', description: 'live or preview', method: 'PUT', path: '/v1/installations/:key/mode', body: ['mode'] },
  { name: 'installations run', description: 'start a scheduled run now', method: 'POST', path: '/v1/installations/:key/schedules/:name/run' },
  { name: 'connections list', description: 'connections and what they lack', method: 'GET', path: '/v1/connections' },
  { name: 'connections hub-key', description: 'try and keep a reading Lever key of the organisation', method: 'PUT', path: '/v1/hub/lever-key', body: ['apiKey'] },
  { name: 'connections lever-key', description: 'try and keep a Lever API key', method: 'PUT', path: '/v1/installations/:key/lever-key', body: ['apiKey'], optional: ['actsAs'] },
  { name: 'connections lever-authorize', description: 'address of Lever’s consent page', method: 'POST', path: '/v1/installations/:key/lever-authorization' },
  { name: 'connections lever-webhook', description: 'keep Lever’s webhook signature token', method: 'PUT', path: '/v1/installations/:key/lever-webhook', body: ['signatureToken'] },
  { name: 'connections vendor', description: 'try and keep the vendor’s credential', method: 'PUT', path: '/v1/installations/:key/vendor-credential', body: ['credential'] },
  { name: 'jobs list', description: 'work of the integrations', method: 'GET', path: '/v1/jobs', isList: true, query: ['state', 'integration', 'opportunity'] },
  { name: 'actions list', description: 'intended writes and their outcomes', method: 'GET', path: '/v1/actions', isList: true, query: ['state', 'integration', 'opportunity'] },
  { name: 'journey show', description: 'everything that happened to an opportunity', method: 'GET', path: '/v1/opportunities/:id/journey' },
  { name: 'dead-letters list', description: 'what needs a person, with cause and remedy', method: 'GET', path: '/v1/dead-letters' },
  { name: 'dead-letters retry', description: 'try one again', method: 'POST', path: '/v1/dead-letters/:kind/:id/retry' },
  { name: 'audit list', description: 'who did what', method: 'GET', path: '/v1/audit', isList: true, query: ['subject', 'action', 'actor', 'from', 'to'] },
  { name: 'audit verify', description: 'prove that the trail was not altered', method: 'GET', path: '/v1/audit/verify', query: ['anchor'] },
  { name: 'messages channels', description: 'whether e-mail and SMS leave', method: 'GET', path: '/v1/message-channels' },
  { name: 'messages doors', description: 'addresses to enter at the SMS provider and the mail server (operators)', method: 'GET', path: '/v1/message-channels/doors' },
  { name: 'messages list', description: 'mails and SMS of the outbox', method: 'GET', path: '/v1/messages', isList: true },
];
