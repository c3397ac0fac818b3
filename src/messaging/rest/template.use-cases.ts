import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../../audit/audit-trail.js';
import { Database } from '../../database/database.js';
import { CallerError, type FieldProblem } from '../../sdk/errors.js';
import type { MessageChannel, MessageTemplate } from '../../sdk/messages.js';
import type { Principal } from '../../sdk/principal.js';
import { addressOf } from '../addresses.js';
import { MessagingSettings } from '../messaging-settings.js';
import { newToken, Outbox } from '../outbox.js';
import { TemplateCatalogue } from '../templates/template-catalogue.js';
import { render, SAMPLE_GIVEN, wordingFaults, type Rendered, type Wording } from '../templates/wording.js';
import { Wordings, type CurrentWording, type WordingPlace } from '../templates/wordings.js';
import type { TemplateDto } from './template.dto.js';

export interface Draft { readonly subject?: string | null; readonly text: string; readonly html?: string | null }

/** What admins do with the texts that go to people: look, word them anew, try them (ME-5). */
@Injectable()
export class TemplateUseCases {
  constructor(
    private readonly database: Database, private readonly templates: TemplateCatalogue, private readonly wordings: Wordings,
    private readonly outbox: Outbox, private readonly settings: MessagingSettings, private readonly audit: AuditTrail,
  ) {}

  async list(tenantId: string): Promise<TemplateDto[]> {
    return this.database.inTenant(tenantId, async (em) => {
      const installed = await em.execute<{ key: string }[]>('select integration_key as key from installation where tenant_id = ? order by 1', [tenantId]);
      const found: TemplateDto[] = [];
      for (const { key } of installed) {
        for (const [name, template] of this.templates.of(key)) {
          found.push(view(key, name, template, await this.wordings.localesOf(em, tenantId, key, name)));
        }
      }
      return found;
    });
  }

  async current(tenantId: string, place: WordingPlace): Promise<CurrentWording> {
    const template = await this.template(tenantId, place);
    const current = await this.database.inTenant(tenantId, (em) => this.wordings.current(em, tenantId, place, template));
    if (!current) throw CallerError.notFound('A text for this channel');
    return current;
  }

  /** Throws 422 with everything that must be put right first. */
  async save(caller: Principal, tenantId: string, place: WordingPlace, draft: Draft): Promise<CurrentWording> {
    const template = await this.template(tenantId, place);
    const wording = wordingOf(draft);
    assertUsable(place.channel, wording, template, place.locale);
    await this.store(caller, tenantId, place, wording, 'message-wording.saved');
    return this.current(tenantId, place);
  }

  /** Back to the wording that came with the integration. */
  async reset(caller: Principal, tenantId: string, place: WordingPlace): Promise<void> {
    await this.template(tenantId, place);
    await this.store(caller, tenantId, place, null, 'message-wording.reset');
  }

  async preview(tenantId: string, place: WordingPlace, draft: Draft | null, values: Readonly<Record<string, string>>): Promise<Rendered> {
    const template = await this.template(tenantId, place);
    const current = await this.current(tenantId, place);
    const wording = draft ? wordingOf(draft) : current;
    if (draft) assertUsable(place.channel, wording, template, place.locale);
    return render(place.channel, wording, { ...template.samples, ...values }, SAMPLE_GIVEN, current.locale);
  }

  /** One message with sample values: a mail to the caller's own address, an SMS to a number they give. */
  async test(caller: Principal, tenantId: string, place: WordingPlace, to: string | undefined): Promise<string> {
    const rendered = await this.preview(tenantId, place, null, {});
    return this.database.inTenant(tenantId, async (em) => {
      const members = await em.execute<{ email: string }[]>('select email from member where id = ?', [caller.kind === 'member' ? caller.id : randomUUID()]);
      const address = addressOf(place.channel, (place.channel === 'email' ? members[0]?.email : to) ?? '', this.settings.country);
      if (!address.ok) throw CallerError.invalid([{ field: '/to', message: place.channel === 'email' ? 'Only a member has an address to test with.' : address.fault }]);
      const id = await this.outbox.insert(em, {
        tenantId, channel: place.channel, key: `test:${randomUUID()}`, origin: null, plugin: place.integrationKey, memberId: caller.id, contactId: null,
        otherId: null, recipient: address.address, subject: rendered.subject, body: rendered.text, html: rendered.html, replyTo: null, state: 'queued',
        lastError: null, cause: null, addressHash: null, token: newToken(), template: { name: place.template, version: 0 }, locale: place.locale, options: {},
      });
      return id!;
    });
  }

  private async store(caller: Principal, tenantId: string, place: WordingPlace, wording: Wording | null, action: string): Promise<void> {
    await this.database.inTenant(tenantId, async (em) => {
      const version = await this.wordings.save(em, tenantId, place, wording, `${caller.kind}:${caller.id}`);
      await this.audit.record(em, { tenantId, actor: caller, action, subject: `template:${place.integrationKey}/${place.template}`,
        detail: { channel: place.channel, locale: place.locale, version } });
    });
  }

  private async template(tenantId: string, { integrationKey, template }: WordingPlace): Promise<MessageTemplate> {
    const rows = await this.database.forTenant(tenantId).execute<{ id: string }[]>(
      'select id from installation where tenant_id = ? and integration_key = ?', [tenantId, integrationKey]);
    const found = rows.length > 0 ? this.templates.find(integrationKey, template) : null;
    if (!found) throw CallerError.notFound('The template');
    return found;
  }
}

const wordingOf = ({ subject = null, text, html = null }: Draft): Wording => ({ subject, text, html });

function assertUsable(channel: MessageChannel, wording: Wording, template: MessageTemplate, locale: string): void {
  const faults: FieldProblem[] = wordingFaults(channel, wording, template, locale).map(({ part, fault }) => ({ field: `/${part}`, message: `The ${part} ${fault}.` }));
  if (faults.length > 0) throw CallerError.invalid(faults);
}

function view(integrationKey: string, name: string, template: MessageTemplate, own: readonly { channel: MessageChannel; locale: string }[]): TemplateDto {
  const shipped = (['email', 'sms'] as const).flatMap((channel) => Object.keys(template[channel] ?? {}).map((locale) => ({ channel, locale })));
  const isOwn = (one: { channel: string; locale: string }) => own.some(({ channel, locale }) => channel === one.channel && locale === one.locale);
  const added = own.filter((one) => !shipped.some(({ channel, locale }) => channel === one.channel && locale === one.locale));
  return {
    integrationKey, name, purpose: template.purpose, placeholders: [...Object.keys(template.samples), ...Object.keys(SAMPLE_GIVEN)],
    required: [...(template.required ?? [])], wordings: [...shipped, ...added].map((one) => ({ ...one, isOwn: isOwn(one) })),
  };
}
