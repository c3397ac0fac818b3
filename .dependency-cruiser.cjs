/** Who may import whom. The message says what to do instead. */
const core = ['database', 'tenancy', 'auth', 'http', 'connections', 'lever', 'integrations', 'ledger', 'matching', 'people', 'messaging', 'audit', 'operations', 'secrets', 'clock', 'failpoints'];
module.exports = {
  forbidden: [
    { name: 'sdk-is-the-bottom', severity: 'error', comment: 'The SDK imports nothing of ours: define a port in it and implement the port in the core.',
      from: { path: '^src/sdk/', pathNot: '^src/sdk/testing/' }, to: { path: '^(src/(?!sdk/)|plugins/|sandbox/|config/|test/)' } },
    { name: 'plugins-see-the-sdk-only', severity: 'error', comment: 'A plugin imports patchbay/sdk and its own files. What is missing becomes a port in the SDK.',
      from: { path: '^plugins/([^/]+)/' }, to: { path: '^(src/(?!sdk/)|plugins/(?!$1/)|sandbox/|config/|test/)' } },
    { name: 'core-names-no-plugin', severity: 'error', comment: 'The core finds plugins by listing the folder.',
      from: { path: '^(src|config)/' }, to: { path: '^plugins/' } },
    { name: 'sandbox-and-src-are-strangers', severity: 'error', comment: 'They meet over HTTP and SMTP only.',
      from: { path: '^(src|plugins|config)/' }, to: { path: '^sandbox/' } },
    { name: 'src-and-sandbox-are-strangers', severity: 'error', comment: 'They meet over HTTP and SMTP only.',
      from: { path: '^sandbox/' }, to: { path: '^(src|plugins|config)/' } },
    { name: 'only-main-composes', severity: 'error', comment: 'Only main, cli and app.module put modules together.',
      from: { path: `^src/(${core.join('|')})/` }, to: { path: '^src/(app\\.module|main|cli/)' } },
    { name: 'matching-is-a-library', severity: 'error', comment: 'Matching knows no HTTP, database or plugin.',
      from: { path: '^src/matching/' }, to: { path: '^(src/(?!matching/)|plugins/|config/)' } },
    { name: 'no-circles', severity: 'error', comment: 'Invert one of the arrows with a port.', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true, enhancedResolveOptions: { extensions: ['.ts', '.js'] },
    exclude: { path: '(^dist/|node_modules|\\.(spec|int-spec|e2e-spec)\\.ts$|/testing/)' } },
};
