import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../../clock/business-clock.js';
import type { Clock } from '../../sdk/clock.js';
import type { MessageChannel, MessageTemplate } from '../../sdk/messages.js';
import { ownWording, type Wording } from './wording.js';

export interface WordingPlace {
  readonly integrationKey: string;
  readonly template: string;
  readonly channel: MessageChannel;
  readonly locale: string;
}

export interface CurrentWording extends Wording {
  /** The language it is really in: English when the wanted one is missing. */
  readonly locale: string;
  /** 0: the plugin's own. */
  readonly version: number;
}

interface Row { readonly version: number; readonly subject: string | null; readonly text: string | null; readonly html: string | null }

/** Each organisation's own wordings of the templates; never changed in place (D19). */
@Injectable()
export class Wordings {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Null when the template has nothing for this channel. A language that only the organisation has counts as well. */
  async current(em: EntityManager, tenantId: string, place: WordingPlace, template: MessageTemplate): Promise<CurrentWording | null> {
    const own = ownWording(template, place.channel, place.locale);
    if (!own) return null;
    const exact = wordingOf(await this.latest(em, tenantId, place), place.locale);
    if (exact) return exact;
    if (own.locale === place.locale) return { ...own, version: 0 };
    const fallback = await this.latest(em, tenantId, { ...place, locale: own.locale });
    return wordingOf(fallback, own.locale) ?? { ...own, version: 0 };
  }

  /** Saves the next version; null goes back to the plugin's own. Check it first with `wordingFaults`. Answers the version. */
  async save(em: EntityManager, tenantId: string, place: WordingPlace, wording: Wording | null, by: string): Promise<number> {
    const { integrationKey, template, channel, locale } = place;
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`wording:${tenantId}:${integrationKey}:${template}:${channel}:${locale}`]);
    const version = ((await this.latest(em, tenantId, place))?.version ?? 0) + 1;
    await em.execute(
      `insert into message_wording (id, tenant_id, integration_key, template, channel, locale, version, subject, text, html, by, created_at_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [randomUUID(), tenantId, integrationKey, template, channel, locale, version, wording?.subject ?? null, wording?.text ?? null, wording?.html ?? null,
        by, this.clock.now()]);
    return version;
  }

  /** Languages in which the organisation has wordings of its own. */
  async localesOf(em: EntityManager, tenantId: string, integrationKey: string, template: string): Promise<{ channel: MessageChannel; locale: string }[]> {
    return em.execute(
      `select channel, locale from (select distinct on (channel, locale) channel, locale, text from message_wording
         where tenant_id = ? and integration_key = ? and template = ? order by channel, locale, version desc) latest
       where text is not null order by channel, locale`, [tenantId, integrationKey, template]);
  }

  private async latest(em: EntityManager, tenantId: string, { integrationKey, template, channel, locale }: WordingPlace): Promise<Row | null> {
    const rows = await em.execute<Row[]>(
      `select version, subject, text, html from message_wording where tenant_id = ? and integration_key = ? and template = ? and channel = ? and locale = ?
       order by version desc limit 1`, [tenantId, integrationKey, template, channel, locale]);
    return rows[0] ?? null;
  }
}

function wordingOf(row: Row | null, locale: string): CurrentWording | null {
  return row === null || row.text === null ? null : { subject: row.subject, text: row.text, html: row.html, version: row.version, locale };
}
