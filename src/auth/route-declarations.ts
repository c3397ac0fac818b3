import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { RouteTable, type Route } from '../http/route-table.js';
import { PermissionNarrowing } from './permission-narrowing.js';

/** What is wrong with the routes' declarations, all at once. */
export function declarationFaults(routes: readonly Route[], hasNarrowing: boolean): string[] {
  const undeclared = routes.filter(({ needs }) => needs === undefined)
    .map(({ handler, method, path }) => `${handler} (${method} ${path}) declares no @Needs`);
  const unguarded = hasNarrowing ? [] : routes.filter(({ integrationKey }) => integrationKey !== undefined)
    .map(({ handler, integrationKey }) => `${handler} belongs to ${integrationKey}, but nothing provides PermissionNarrowing`);
  return [...undeclared, ...unguarded];
}

/** Refuses to start when a route forgot to say what it needs (D23). */
@Injectable()
export class RouteDeclarations implements OnModuleInit {
  constructor(private readonly table: RouteTable, @Optional() private readonly narrowing?: PermissionNarrowing) {}

  onModuleInit(): void {
    const faults = declarationFaults(this.table.routes(), this.narrowing !== undefined);
    if (faults.length > 0) throw new Error(`The routes cannot be served:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}
