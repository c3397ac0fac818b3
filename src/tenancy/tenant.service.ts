import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../audit/audit-trail.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { keysetPage } from '../http/keyset-page.js';
import type { PageQuery } from '../sdk/page-query.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { PAGER, type Page, type Pager } from '../sdk/rest.js';
import { toTenantDto, type TenantDto } from './tenants.dto.js';
import { Tenant } from './tenancy.entity.js';

/** Organisations: a platform table, reached through the runner alone. */
@Injectable()
export class TenantService {
  constructor(
    private readonly database: Database, private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(PAGER) private readonly pager: Pager,
  ) {}

  /** 409 `slug-taken` when another organisation has the slug. */
  async create(by: Principal, wish: { slug: string; name: string; zone: string }): Promise<Tenant> {
    const tenant = await this.insert({ ...wish, name: wish.name.trim() });
    await this.record(by, tenant.id, 'tenant.created', { slug: tenant.slug, zone: tenant.zone });
    return tenant;
  }

  list(query: PageQuery): Promise<Page<TenantDto>> {
    return keysetPage(this.database.asRunner(), this.pager, query, {
      entity: Tenant, scope: 'tenants', order: [{ property: 'createdAt', direction: 'desc' }, { property: 'id', direction: 'asc' }], toDto: toTenantDto,
    });
  }

  /** 404 when there is none. */
  async get(id: string): Promise<Tenant> {
    const tenant = await this.database.asRunner().findOne(Tenant, { id });
    if (!tenant) throw CallerError.notFound('The organisation');
    return tenant;
  }

  async change(by: Principal, id: string, change: { name?: string; zone?: string }): Promise<Tenant> {
    const tenant = await this.database.inRunner(async (em) => {
      const found = await em.findOne(Tenant, { id });
      if (!found) throw CallerError.notFound('The organisation');
      if (change.name !== undefined) found.name = change.name.trim();
      if (change.zone !== undefined) found.zone = change.zone;
      return found;
    });
    await this.record(by, id, 'tenant.changed', { fields: Object.keys(change).sort(), zone: tenant.zone });
    return tenant;
  }

  private async insert(wish: { slug: string; name: string; zone: string }): Promise<Tenant> {
    try {
      return await this.database.inRunner(async (em) => {
        const tenant = em.create(Tenant, { id: randomUUID(), ...wish, createdAt: new Date(this.clock.now()) });
        await em.flush();
        return tenant;
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw CallerError.conflict('slug-taken', `The slug ${wish.slug} is taken: choose another one.`);
      throw error;
    }
  }

  /** A transaction of its own, after the fact: the trail is the tenant's, the tenant's row the platform's. */
  private record(by: Principal, tenantId: string, action: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    return this.database.inTenant(tenantId, (em) => this.audit.record(em, { tenantId, actor: by, action, subject: `tenant:${tenantId}`, detail }));
  }
}
