/** `patchbay/sdk/testing`: the suite by which a plugin proves itself. Needs jest. */
export * from './conformance.js';
export * from './conformance-world.js';
