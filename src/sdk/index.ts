/** `patchbay/sdk`: the only surface a plugin may import. */
export * from './actions.js';
export * from './clock.js';
export * from './context.js';
export * from './errors.js';
export * from './facts.js';
export * from './lever/index.js';
export * from './manifest.js';
export * from './matching.js';
export * from './outside-account.js';
export * from './people.js';
export * from './plugin.js';
export * from './principal.js';
export * from './provider.js';
export * from './rest.js';
export * from './tenant-table.js';
export * from './vendor-http.js';
export * from './webhooks.js';
