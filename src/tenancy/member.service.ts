import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../audit/audit-trail.js';
import { ApiKeys, type IssuedKey } from '../auth/api-keys.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { keysetPage } from '../http/keyset-page.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal, Role } from '../sdk/principal.js';
import { PAGER, type Page, type Pager } from '../sdk/rest.js';
import { leavesNobody, type MemberState } from './member-rules.js';
import { toMemberDto, type MemberDto, type MemberQuery } from './members.dto.js';
import { Member } from './tenancy.entity.js';

export interface MemberWish {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly leverUserId?: string | null;
}
export type MemberChange = Partial<Omit<MemberWish, 'email'>> & { readonly active?: boolean };

const FIRST_KEY_LABEL = 'first key';

/** The people of an organisation. */
@Injectable()
export class MemberService {
  constructor(
    private readonly database: Database, private readonly audit: AuditTrail, private readonly keys: ApiKeys,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(PAGER) private readonly pager: Pager,
  ) {}

  /** 409 `email-taken` when the organisation has a member of that address, active or not. */
  create(by: Principal, tenantId: string, wish: MemberWish): Promise<Member> {
    return this.adding(() => this.database.inTenant(tenantId, (em) => this.add(em, by, tenantId, wish)));
  }

  /** A member together with a first key: how an organisation's first super admin gets in. */
  createWithKey(by: Principal, tenantId: string, wish: MemberWish): Promise<{ member: Member; issued: IssuedKey }> {
    return this.adding(() => this.database.inTenant(tenantId, async (em) => {
      const member = await this.add(em, by, tenantId, wish);
      const issued = await this.keys.issue(em, { tenantId, owner: { kind: 'mem', memberId: member.id }, label: FIRST_KEY_LABEL, expiresAt: null }, by);
      return { member, issued };
    }));
  }

  list(tenantId: string, query: MemberQuery): Promise<Page<MemberDto>> {
    return keysetPage(this.database.forTenant(tenantId), this.pager, query, {
      entity: Member, scope: `members:${query.role ?? 'all'}`, where: query.role === undefined ? {} : { role: query.role },
      order: [{ property: 'createdAt', direction: 'asc' }, { property: 'id', direction: 'asc' }], toDto: toMemberDto,
    });
  }

  async get(tenantId: string, id: string): Promise<Member> {
    return found(await this.database.forTenant(tenantId).findOne(Member, { id }));
  }

  /** 409 `last-super-admin` where nobody would be left who may enable and connect. */
  change(by: Principal, tenantId: string, id: string, change: MemberChange): Promise<Member> {
    return this.database.inTenant(tenantId, async (em) => {
      // One at a time, so that the last two super admins cannot step down past each other.
      await em.execute(`select id from member where role = 'super_admin' order by id for update`);
      const member = found(await em.findOne(Member, { id }));
      const after: MemberState = { role: change.role ?? member.role, active: change.active ?? member.active };
      if (leavesNobody(member, after, await em.count(Member, { role: 'super_admin', active: true, id: { $ne: id } }))) {
        throw CallerError.conflict('last-super-admin', 'This is the last active super admin: make another one first.');
      }
      if (member.active && !after.active) await this.keys.revokeAllOf(em, id, by);
      em.assign(member, { ...defined(change), ...after });
      await em.flush();
      await this.audit.record(em, { tenantId, actor: by, action: 'member.changed', subject: `member:${id}`, detail: { ...after, fields: Object.keys(defined(change)).sort() } });
      return member;
    });
  }

  private async add(em: EntityManager, by: Principal, tenantId: string, wish: MemberWish): Promise<Member> {
    const member = em.create(Member, {
      id: randomUUID(), tenantId, name: wish.name.trim(), email: wish.email, role: wish.role, leverUserId: wish.leverUserId ?? null,
      active: true, createdAt: new Date(this.clock.now()),
    });
    await em.flush();
    await this.audit.record(em, { tenantId, actor: by, action: 'member.created', subject: `member:${member.id}`, detail: { role: member.role } });
    return member;
  }

  private async adding<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) {
        throw CallerError.conflict('email-taken', 'The organisation has a member with this address: change that one instead.');
      }
      throw error;
    }
  }
}

function found(member: Member | null): Member {
  if (!member) throw CallerError.notFound('The member');
  return member;
}

function defined(change: MemberChange): MemberChange {
  const { name, ...rest } = change;
  return Object.fromEntries(Object.entries({ ...rest, name: name?.trim() }).filter(([, value]) => value !== undefined));
}
