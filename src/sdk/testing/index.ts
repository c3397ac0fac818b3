/** `patchbay/sdk/testing`: the suite by which a plugin proves itself, and a store in memory for its unit specs. Needs jest. */
export * from './conformance.js';
export * from './conformance-world.js';
export * from './memory-store.js';
