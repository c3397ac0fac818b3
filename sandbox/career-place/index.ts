export { startCareerPlace, type CareerPlace, type CareerPlaceDescription, type CareerPlaceOptions } from './career-place.js';
export { signatureHeader, signatureOf } from './signature.js';
export type { EventEnvelope } from './events.js';
export type { SeedSize } from './seed.js';
