import { AUDIT_ENTITIES } from '../audit/audit.entity.js';
import { AUTH_ENTITIES } from '../auth/api-key.entity.js';
import { BusinessClockRow } from '../clock/business-clock.entity.js';
import { CONNECTION_ENTITIES } from '../connections/connection.entity.js';
import { IdempotencyRecord } from '../http/idempotency-record.entity.js';
import { INTEGRATION_ENTITIES } from '../integrations/installation.entity.js';
import { LEDGER_ENTITIES } from '../ledger/ledger.entity.js';
import { MIRROR_ENTITIES } from '../lever/mirror.entity.js';
import { MESSAGING_ENTITIES } from '../messaging/message.entity.js';
import { PEOPLE_ENTITIES } from '../people/people.entity.js';
import { OPERATIONS_ENTITIES } from '../operations/erasure/erasure.entity.js';
import { SECRET_ENTITIES } from '../secrets/secret.entity.js';
import { Member, Tenant } from '../tenancy/tenancy.entity.js';

/** Every core entity. Plugin entities come from the plugins' own definitions. */
export const CORE_ENTITIES = [
  Tenant, Member, BusinessClockRow,
  ...CONNECTION_ENTITIES, ...INTEGRATION_ENTITIES, ...LEDGER_ENTITIES, ...MIRROR_ENTITIES,
  ...SECRET_ENTITIES, ...AUDIT_ENTITIES, ...MESSAGING_ENTITIES, ...OPERATIONS_ENTITIES, ...PEOPLE_ENTITIES,
  ...AUTH_ENTITIES, IdempotencyRecord,
];
