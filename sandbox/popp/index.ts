export { startPopp, type Popp, type PoppDescription, type PoppOptions } from './popp.js';
export { signatureHeader, signatureOf } from './signature.js';
