import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../../audit/audit-trail.js';
import { systemNow } from '../../clock/system-clock.js';
import { coreTables } from '../../database/core-table.js';
import { Database } from '../../database/database.js';
import type { Principal } from '../../sdk/principal.js';
import { tenantTables } from '../../sdk/tenant-table.js';
import { SecretBox } from '../../secrets/secret-box.js';
import { errorFacts } from '../log/error-facts.js';
import { ErasureStore, type ErasureCause, type ErasureReport } from './erasure-store.js';
import { countStatement, erasureSteps, eraseStatement, idsFor, stepName, type ColumnShape, type ErasureStep } from './erasure-steps.js';
import { OtherStores } from './other-stores.js';
import { isContact, nameOf, Tombstones, type Forgotten } from './tombstones.js';

export type ErasureCounts = Readonly<Record<string, number>>;

const SYSTEM = 'erasure';
export const RETRY_AFTER_MS = 30_000;

/**
 * Forgets one person everywhere (G10): closes the door with tombstones and destroys the person's key first,
 * then passes once over every registered table and store. May be called again, and is continued after a crash.
 */
@Injectable()
export class ErasureService {
  private readonly logger = new Logger('erasure');

  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
    private readonly tombstones: Tombstones,
    private readonly store: ErasureStore,
    private readonly otherStores: OtherStores,
    private readonly audit: AuditTrail,
  ) {}

  /** Rows that `erase` would change, by table. Changes nothing. */
  async preview(tenantId: string, person: Forgotten): Promise<ErasureCounts> {
    return this.database.inTenant(tenantId, async (em) => {
      const whole = await this.withMirrored(em, tenantId, person);
      const counts: Record<string, number> = {};
      for (const { step, ids } of stepsFor(whole)) counts[stepName(step)] = await counted(em, countStatement(step), tenantId, ids);
      return counts;
    });
  }

  /** Answers `running` with the reason when something stopped it; then `resume` goes on. */
  async erase(tenantId: string, person: Forgotten, cause: ErasureCause): Promise<ErasureReport> {
    const id = await this.database.inTenant(tenantId, (em) => this.begin(em, tenantId, person, cause, systemNow()));
    await this.attempt(tenantId, id);
    return this.report(tenantId, id);
  }

  /** The first step, in the caller's transaction: from its commit on the person is forgotten; `resume` clears up behind it. */
  async begin(em: EntityManager, tenantId: string, person: Forgotten, cause: ErasureCause, triedWallMs = 0): Promise<string> {
    const id = randomUUID();
    const whole = await this.withMirrored(em, tenantId, person);
    await this.tombstones.put(em, tenantId, whole, id);
    for (const witness of this.otherStores.witnesses()) await witness.beforeErasure(em, tenantId, whole);
    await this.secretBox.shredPerson(em, tenantId, nameOf(whole));
    await this.store.create(em, tenantId, id, whole, cause, triedWallMs);
    await this.audit.record(em, { tenantId, actor: cause.by, action: 'person.erasure-began', subject: `erasure:${id}`, detail: { cause: cause.cause } });
    return id;
  }

  /** Continues erasures that a crash or a fault stopped. Answers how many came to their end. */
  async resume(wallMs: number = systemNow()): Promise<number> {
    const open = await this.database.asRunner().execute<{ id: string; tenantId: string }[]>(
      `select id, tenant_id as "tenantId" from erasure where state = 'running' and tried_wall_ms < ? order by tried_wall_ms`,
      [wallMs - RETRY_AFTER_MS]);
    let finished = 0;
    for (const { id, tenantId } of open) if (await this.attempt(tenantId, id)) finished += 1;
    return finished;
  }

  /** Null for an unknown id. */
  async find(tenantId: string, id: string): Promise<ErasureReport | null> {
    const found = await this.database.inTenant(tenantId, (em) => this.store.find(em, tenantId, id));
    return found?.report ?? null;
  }

  private async report(tenantId: string, id: string): Promise<ErasureReport> {
    const report = await this.find(tenantId, id);
    if (!report) throw new Error('The erasure is not stored.');
    return report;
  }

  /** A fault is written down, not thrown: the door is closed already and the rest is tried again. */
  private async attempt(tenantId: string, id: string): Promise<boolean> {
    try {
      const open = await this.database.inTenant(tenantId, (em) => this.store.find(em, tenantId, id));
      if (open?.person) await this.passOver(tenantId, id, open.person);
      return true;
    } catch (error) {
      this.logger.error({ event: 'erasure.stopped', tenantId, erasureId: id, error });
      const { name, code, message } = errorFacts(error);
      await this.database.inTenant(tenantId, (em) => this.store.stopped(em, tenantId, id, message ?? code ?? name));
      return false;
    }
  }

  private async passOver(tenantId: string, id: string, person: Forgotten): Promise<void> {
    const counts: Record<string, number> = {};
    for (const { step, ids } of stepsFor(person)) {
      counts[stepName(step)] = await this.database.inTenant(tenantId, async (em) =>
        counted(em, eraseStatement(step, await shapesOf(em, step)), tenantId, ids));
    }
    if (isContact(person)) {
      for (const other of this.otherStores.all()) counts[other.name] = await other.erase(tenantId, person);
    }
    await this.database.inTenant(tenantId, async (em) => {
      if (!(await this.store.finish(em, tenantId, id, counts))) return;
      const actor: Principal = { kind: 'system', id: SYSTEM, tenantId };
      await this.audit.record(em, { tenantId, actor, action: 'person.erased', subject: `erasure:${id}`, detail: { counts } });
    });
  }

  /** A caller may know some of a contact's opportunities only; the mirror knows the others. */
  private async withMirrored(em: EntityManager, tenantId: string, person: Forgotten): Promise<Forgotten> {
    if (!isContact(person)) return person;
    const rows = await em.execute<{ id: string }[]>(
      'select id from mirror_opportunity where tenant_id = ? and contact_id = ?', [tenantId, person.contactId]);
    const opportunityIds = [...new Set([...person.opportunityIds, ...rows.map((row) => row.id)])];
    return { contactId: person.contactId, opportunityIds };
  }
}

function stepsFor(person: Forgotten): { step: ErasureStep; ids: readonly string[] }[] {
  return erasureSteps(coreTables(), tenantTables()).flatMap((step) => {
    const ids = idsFor(step, person);
    return ids === null ? [] : [{ step, ids }];
  });
}

async function counted(em: EntityManager, sql: string, tenantId: string, ids: readonly string[]): Promise<number> {
  const rows = await em.execute<{ count: string }[]>(sql, [tenantId, JSON.stringify(ids)]);
  return Number(rows[0]?.count ?? 0);
}

function shapesOf(em: EntityManager, step: ErasureStep): Promise<ColumnShape[]> {
  return em.execute<ColumnShape[]>(
    `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
     from information_schema.columns where table_schema = ? and table_name = ?`, [step.schema, step.table]);
}
