import { Migration20261128020138_initial } from './Migration20261128020138_initial.js';
import type { Type } from '@nestjs/common';

/** In order, forward only (D20). */
export const MIGRATIONS: { readonly name: string; readonly class: Type }[] = [
  { name: 'Migration20261128020138_initial', class: Migration20261128020138_initial },
];
