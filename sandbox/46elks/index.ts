export { startElks, type Elks, type ElksDescription } from './elks.js';
