import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type AppConfig } from '../../../config/app-config.js';
import { Database } from '../../database/database.js';
import { CallerError } from '../../sdk/errors.js';
import { MessageSettlement } from '../message-settlement.js';
import type { DeliveryReport } from '../message-state.js';
import { MessagingSettings } from '../messaging-settings.js';
import { OptOuts } from '../opt-outs.js';
import { elksReport } from '../sms/elks.js';
import { isSignedByTwilio, twilioReport } from '../sms/twilio.js';
import { bounceBody, bouncedMail, bounceReport } from './bounce.js';
import { PAGE_HEADERS, unsubscribePage } from './unsubscribe-page.js';

interface FoundMessage { readonly id: string; readonly tenantId: string; readonly locale: string | null }
type WithToken = { Params: { token: string } };
type WithProof = { Params: { token: string; proof: string } };

const TOKEN = /^[\w-]{20,64}$/;

/** Where people, SMS providers and mail servers answer. What they tell is committed before they get their answer (G1). */
@Injectable()
export class MessageDoors {
  constructor(
    @Inject(CONFIG) private readonly config: AppConfig, private readonly settings: MessagingSettings, private readonly database: Database,
    private readonly settlement: MessageSettlement, private readonly optOuts: OptOuts,
  ) {}

  /** Adds the routes to the scope of hooks, below `/hooks`. */
  install(scope: FastifyInstance): void {
    scope.get<WithToken>('/messages/unsubscribe/:token', async ({ params }, reply) => this.page(reply, params.token, false));
    scope.post<WithToken>('/messages/unsubscribe/:token', async ({ params }, reply) => {
      if (!TOKEN.test(params.token) || !(await this.optOuts.unsubscribe(params.token))) throw CallerError.notFound('This address');
      return this.page(reply, params.token, true);
    });
    scope.post<WithToken>('/messages/twilio/reports/:token', async (request, reply) => {
      const form = this.fromTwilio(request, this.settings.doors.report('twilio', request.params.token));
      await this.reportByToken(request.params.token, twilioReport(form));
      return reply.code(204).send();
    });
    scope.post('/messages/twilio/inbound', async (request, reply) => {
      await this.inbound(this.fromTwilio(request, this.settings.doors.inbound('twilio')), { from: 'From', text: 'Body' });
      return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response></Response>');
    });
    scope.post<WithProof>('/messages/46elks/reports/:token/:proof', async ({ params, body }, reply) => {
      this.proved(this.settings.doors.opens('elks-report', params.token, params.proof));
      await this.reportByToken(params.token, elksReport(formOf(body)));
      return reply.code(204).send();
    });
    scope.post<{ Params: { proof: string } }>('/messages/46elks/inbound/:proof', async ({ params, body }, reply) => {
      this.proved(this.settings.doors.opens('elks-inbound', '', params.proof));
      await this.inbound(formOf(body), { from: 'from', text: 'message' });
      // What is answered would be sent as an SMS.
      return reply.code(204).send();
    });
    scope.post<{ Params: { proof: string } }>('/messages/bounces/:proof', async ({ params, body }, reply) => {
      this.proved(this.settings.doors.opens('bounces', '', params.proof));
      await this.bounced(body);
      return reply.code(204).send();
    });
  }

  private async page(reply: FastifyReply, token: string, isDone: boolean): Promise<FastifyReply> {
    const found = await this.byToken(token);
    if (!found) throw CallerError.notFound('This address');
    return reply.headers(PAGE_HEADERS).send(unsubscribePage(found.locale ?? 'en', isDone));
  }

  private fromTwilio(request: FastifyRequest, url: string): URLSearchParams {
    const form = formOf(request.body);
    const signature = request.headers['x-twilio-signature'];
    const { sms } = this.config;
    if (sms.provider === 'twilio' && isSignedByTwilio(sms.secret, url, form, Array.isArray(signature) ? signature[0] : signature)) return form;
    throw new CallerError('webhook-refused', 'The signature does not fit.', { status: 401 });
  }

  private proved(isProved: boolean): void {
    if (!isProved) throw CallerError.notFound('This webhook address');
  }

  private async reportByToken(token: string, report: DeliveryReport | null): Promise<void> {
    const found = await this.byToken(token);
    if (!found) throw CallerError.notFound('This message');
    if (report) await this.settlement.report(found.tenantId, found.id, report);
  }

  private async inbound(form: URLSearchParams, names: { from: string; text: string }): Promise<void> {
    await this.optOuts.answered(form.get(names.from) ?? '', form.get(names.text) ?? '');
  }

  private async bounced(body: unknown): Promise<void> {
    const parsed = bounceBody.safeParse(jsonOf(body));
    if (!parsed.success) throw new CallerError('invalid-input', 'A bounce needs status, and sender or messageId.', { status: 422 });
    const named = bouncedMail(parsed.data);
    const found = named && ('token' in named ? await this.byToken(named.token) : await this.find('id = ?::uuid', named.id));
    const report = bounceReport(parsed.data);
    // A bounce of somebody else's mail is no fault of the reporter.
    if (found && report) await this.settlement.report(found.tenantId, found.id, report);
  }

  private byToken(token: string): Promise<FoundMessage | null> {
    return TOKEN.test(token) ? this.find('token = ?', token) : Promise.resolve(null);
  }

  private async find(condition: 'token = ?' | 'id = ?::uuid', value: string): Promise<FoundMessage | null> {
    const rows = await this.database.asRunner().execute<FoundMessage[]>(
      `select id, tenant_id as "tenantId", locale from message where ${condition}`, [value]);
    return rows[0] ?? null;
  }
}

function formOf(body: unknown): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    return null;
  }
}
