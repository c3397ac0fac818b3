import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import type { MessageChannel } from '../sdk/messages.js';
import { Pseudonyms } from '../secrets/pseudonyms.js';
import { addressHash } from './addresses.js';
import { TOLD_COLUMNS, tellOutcome, type ToldMessage } from './outcomes.js';
import { Suppressions } from './suppressions.js';

const WORDS: Readonly<Record<'stop' | 'start', readonly string[]>> = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'STOPP', 'AVSLUTA'],
  start: ['START', 'UNSTOP'],
};
const REASON = { stop: 'The person answered STOP.', unsubscribe: 'The person unsubscribed.' } as const;

/** What an answer by SMS asks for; null for anything but one of the known words. Pure. */
export function optOutWord(text: string): 'stop' | 'start' | null {
  const word = text.trim().replace(/[.!]+$/, '').toUpperCase();
  if (WORDS.stop.includes(word)) return 'stop';
  return WORDS.start.includes(word) ? 'start' : null;
}

/** People who want nothing more, or again: remembered by address, and told to every plugin that wrote to it. */
@Injectable()
export class OptOuts {
  constructor(
    private readonly database: Database, private readonly suppressions: Suppressions, private readonly pseudonyms: Pseudonyms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By the token in a mail. False for an unknown one. May be called again. */
  async unsubscribe(token: string): Promise<boolean> {
    const rows = await this.database.asRunner().execute<{ tenantId: string; channel: MessageChannel; addressHash: string | null }[]>(
      'select tenant_id as "tenantId", channel, address_hash as "addressHash" from message where token = ?', [token]);
    const [found] = rows;
    if (!found) return false;
    const { tenantId, channel, addressHash: hash } = found;
    // An erased person's address is blocked already.
    if (hash !== null) await this.database.inTenant(tenantId, (em) => this.end(em, tenantId, channel, hash, 'unsubscribe'));
    return true;
  }

  /** An SMS that came in: the sending number is shared, so the word counts for every organisation that wrote to this phone. */
  async answered(number: string, text: string): Promise<void> {
    const word = optOutWord(text);
    if (word === null) return;
    const tenants = await this.database.asRunner().execute<{ tenantId: string }[]>(
      `select distinct tenant_id as "tenantId" from message where channel = 'sms' and contact_id is not null order by 1`);
    for (const { tenantId } of tenants) {
      await this.database.inTenant(tenantId, async (em) => {
        const hash = await addressHash(this.pseudonyms, em, tenantId, 'sms', number);
        const known = await em.execute<{ id: string }[]>('select id from message where tenant_id = ? and address_hash = ? limit 1', [tenantId, hash]);
        if (known.length === 0) return;
        if (word === 'start') await this.suppressions.lift(em, tenantId, 'sms', hash, 'stop');
        else await this.end(em, tenantId, 'sms', hash, 'stop');
      });
    }
  }

  private async end(em: EntityManager, tenantId: string, channel: MessageChannel, hash: string, cause: 'stop' | 'unsubscribe'): Promise<void> {
    await this.suppressions.add(em, tenantId, channel, hash, cause);
    const told = await em.execute<ToldMessage[]>(
      `select ${TOLD_COLUMNS} from message where tenant_id = ? and address_hash = ? and channel = ? and then_job is not null
         and state in ('sending', 'sent', 'delivered', 'unknown') order by created_at_ms, id`, [tenantId, hash, channel]);
    for (const message of told) await tellOutcome(em, message, { state: 'opted_out', reason: REASON[cause], cause: null }, this.clock.now());
  }
}
