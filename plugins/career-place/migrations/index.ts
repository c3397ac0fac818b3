import type { Type } from '@nestjs/common';

/** In order, forward only (D20). */
export const MIGRATIONS: { readonly name: string; readonly class: Type }[] = [];
