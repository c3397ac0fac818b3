export { startRefapp, type Refapp, type RefappDescription, type RefappOptions } from './refapp.js';
export type { EventEnvelope } from './events.js';
export { signatureHeader, signatureOf } from './signature.js';
