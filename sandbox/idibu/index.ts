export { startIdibu, type Idibu, type IdibuDescription, type IdibuOptions } from './idibu.js';
