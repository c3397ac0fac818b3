import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '../sdk/errors.js';
import type { PersonMessage, TemplatedMessage } from '../sdk/messages.js';
import { MAX_SEGMENTS } from './sms-text.js';
import { TemplateCatalogue } from './templates/template-catalogue.js';
import { render, type GivenValues } from './templates/wording.js';
import { Wordings } from './templates/wordings.js';

export interface Composed {
  readonly subject: string | null;
  readonly body: string;
  readonly html: string | null;
  /** The language it is really in. */
  readonly locale: string;
  readonly template: { readonly name: string; readonly version: number } | null;
  /** Why it cannot be sent. */
  readonly fault: string | null;
}

/** Finds the words: the organisation's own wording of the template, else the plugin's. */
@Injectable()
export class Composer {
  constructor(private readonly templates: TemplateCatalogue, private readonly wordings: Wordings) {}

  async compose(em: EntityManager, tenantId: string, integrationKey: string, message: PersonMessage, given: GivenValues): Promise<Composed> {
    if (!('template' in message)) {
      return { subject: message.subject, body: message.text, html: null, locale: message.locale, template: null, fault: null };
    }
    return this.fromTemplate(em, tenantId, integrationKey, message, given);
  }

  private async fromTemplate(
    em: EntityManager, tenantId: string, integrationKey: string, message: TemplatedMessage, given: GivenValues,
  ): Promise<Composed> {
    const template = this.templates.find(integrationKey, message.template);
    const place = { integrationKey, template: message.template, channel: message.channel, locale: message.locale };
    const current = template && await this.wordings.current(em, tenantId, place, template);
    if (!current) throw new PatchbayError('unknown-template', 'ours', `${integrationKey} has no ${message.channel} template ${message.template}.`, { retryable: false });
    const { subject, text, html, segments } = render(message.channel, current, message.values, given, current.locale);
    return {
      subject, body: text, html, locale: current.locale, template: { name: message.template, version: current.version },
      fault: (segments ?? 0) > MAX_SEGMENTS ? `The text would take ${segments} SMS; at most ${MAX_SEGMENTS} are sent.` : null,
    };
  }
}
