import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { keysetPage } from '../http/keyset-page.js';
import type { PageQuery } from '../sdk/page-query.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { PAGER, type Page, type Pager } from '../sdk/rest.js';
import { tenantOf } from '../audit/caller-tenant.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeys, type IssuedKey } from './api-keys.js';
import { toKeyDto, type KeyDto } from './keys.dto.js';

export interface KeyWish {
  readonly label: string;
  readonly memberId: string | undefined;
  readonly expiresAt: Date | null;
}

/** Members' own keys; a super admin, or an operator acting on the organisation, reaches everybody's. */
@Injectable()
export class KeysService {
  constructor(
    private readonly database: Database, private readonly keys: ApiKeys,
    @Inject(PAGER) private readonly pager: Pager, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  create(by: Principal, wish: KeyWish): Promise<IssuedKey> {
    const tenantId = tenantOf(by);
    const memberId = ownerOf(by, wish.memberId);
    if (wish.expiresAt && wish.expiresAt.getTime() <= this.clock.now()) {
      throw CallerError.invalid([{ field: '/expiresAt', message: 'must be in the future' }]);
    }
    return this.database.inTenant(tenantId, async (em) => {
      await assertMember(em, memberId);
      return this.keys.issue(em, { tenantId, owner: { kind: 'mem', memberId }, label: wish.label.trim(), expiresAt: wish.expiresAt }, by);
    });
  }

  list(by: Principal, query: PageQuery & { memberId?: string }): Promise<Page<KeyDto>> {
    const memberId = reachesAll(by) ? query.memberId : by.id;
    if (query.memberId !== undefined && query.memberId !== memberId) throw onlyOwn();
    return keysetPage(this.database.forTenant(tenantOf(by)), this.pager, query, {
      entity: ApiKey, scope: `keys:${memberId ?? 'all'}`, where: memberId === undefined ? {} : { memberId },
      order: [{ property: 'createdAt', direction: 'desc' }, { property: 'id', direction: 'asc' }], toDto: toKeyDto,
    });
  }

  async revoke(by: Principal, id: string): Promise<void> {
    await this.database.inTenant(tenantOf(by), async (em) => {
      const row = await em.findOne(ApiKey, { id });
      if (!row || !(reachesAll(by) || row.memberId === by.id)) throw CallerError.notFound('The key');
      await this.keys.revoke(em, row, by);
    });
  }
}

function reachesAll(by: Principal): boolean {
  return by.kind === 'operator' || (by.kind === 'member' && by.role === 'super_admin');
}

/** An operator gets no key into an organisation this way: first super admins are made at `/v1/tenants/:id/members`. */
function ownerOf(by: Principal, memberId: string | undefined): string {
  if (by.kind !== 'member') throw CallerError.forbidden('Keys are made by members of the organisation.');
  if (memberId !== undefined && memberId !== by.id && !reachesAll(by)) throw onlyOwn();
  return memberId ?? by.id;
}

function onlyOwn(): CallerError {
  return CallerError.forbidden('Only a super admin may handle the keys of others.');
}

async function assertMember(em: EntityManager, memberId: string): Promise<void> {
  const rows = await em.execute<object[]>('select 1 from member where id = ? and active for share', [memberId]);
  if (rows.length === 0) throw CallerError.invalid([{ field: '/memberId', message: 'must be the id of an active member of the organisation' }]);
}
