import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit-trail.js';
import { Database } from '../database/database.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';

export const TENANT_HEADER = 'x-patchbay-tenant';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Lets an operator act on one organisation, named in a header; the organisation's own trail tells so. */
@Injectable()
export class OperatorEntry {
  constructor(private readonly database: Database, private readonly audit: AuditTrail) {}

  /** The principal with the tenant it acts on. A member or vendor may only name its own; a missing one is 404. */
  async enter(principal: Principal, header: string | string[] | undefined): Promise<Principal> {
    if (header === undefined) return principal;
    const tenantId = typeof header === 'string' && UUID.test(header) ? header.toLowerCase() : null;
    if (principal.kind !== 'operator') {
      if (tenantId !== principal.tenantId) throw CallerError.forbidden('This credential belongs to one organisation: leave out x-patchbay-tenant.');
      return principal;
    }
    const rows = tenantId === null ? [] : await this.database.asRunner().execute<object[]>('select 1 from tenant where id = ?', [tenantId]);
    if (rows.length === 0) throw CallerError.notFound('The organisation in x-patchbay-tenant');
    return { ...principal, tenantId };
  }

  async record(principal: Principal, route: string): Promise<void> {
    if (principal.kind !== 'operator' || principal.tenantId === null) return;
    const { tenantId } = principal;
    await this.database.inTenant(tenantId, (em) => this.audit.record(em, {
      tenantId, actor: principal, action: 'operator.acted', subject: `tenant:${tenantId}`, detail: { route },
    }));
  }
}
