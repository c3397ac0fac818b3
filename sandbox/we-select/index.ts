export { startWeSelect, type WeSelect, type WeSelectDescription, type WeSelectOptions } from './we-select.js';
export { signatureHeader, signatureOf } from './events.js';
