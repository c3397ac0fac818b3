import type { FastifyInstance } from 'fastify';
import Handlebars from 'handlebars';
import { controlPrefix } from '../kit/index.js';
import { phoneKinds, type PhoneNetwork, type PhoneRule } from './phone-network.js';

const layout = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 34rem; padding: 0 1rem; color: #1b1f24; }
.sms { white-space: pre-wrap; background: #eef2f5; padding: .6rem 1rem; margin: .6rem 4rem .6rem 0; border-radius: .6rem; overflow-wrap: anywhere; }
.out { background: #dcefe0; margin: .6rem 0 .6rem 4rem; } small { color: #5b6570; }
</style></head><body>${body}</body></html>`;

const listTemplate = Handlebars.compile(layout('Phones', `
<p><a href="/">Mailbox</a></p><h1>Phones</h1>
{{#each phones}}<p><a href="/phones/{{this}}">{{this}}</a></p>{{else}}<p>No SMS has arrived yet.</p>{{/each}}`));

const phoneTemplate = Handlebars.compile(layout('{{phone}}', `
<p><a href="/phones">All phones</a></p><h1>{{phone}}</h1>
{{#each messages}}<div class="sms {{direction}}">{{text}}
<small>{{from}} to {{to}}, {{at}}</small>{{#each links}}
<a href="{{this}}" rel="noreferrer">Open</a>{{/each}}</div>{{/each}}
{{#if other}}<form method="post" action="/phones/{{phone}}/answers">
<input type="hidden" name="to" value="{{other}}"><label>Answer <input name="text" value="STOP"></label> <button>Send</button></form>{{/if}}`));

const answerBody = { type: 'object', required: ['to', 'text'], properties: { to: { type: 'string' }, text: { type: 'string', minLength: 1 } } };
const ruleBody = { type: 'object', required: ['pattern', 'kind'], properties: { pattern: { type: 'string', minLength: 1 }, kind: { enum: phoneKinds } } };
const unknownNumber = { error: { code: 'not_found', message: 'No provider has this number.' } };

/** The phones beside the mailbox: to look at, to answer from, and as JSON. */
export function installPhoneRoutes(app: FastifyInstance, network: PhoneNetwork): void {
  app.get('/phones', async (_request, reply) => reply.type('text/html; charset=utf-8').send(listTemplate({ phones: network.phones() })));
  app.get<{ Params: { phone: string } }>('/phones/:phone', async (request, reply) => {
    const { phone } = request.params;
    const messages = network.messages(phone);
    const last = messages.at(-1);
    const other = last && (last.direction === 'in' ? last.from : last.to);
    return reply.type('text/html; charset=utf-8').send(phoneTemplate({ phone, messages, other }));
  });
  app.post<{ Params: { phone: string }; Body: { to: string; text: string } }>('/phones/:phone/answers', { schema: { body: answerBody } }, async (request, reply) => {
    if (!network.write(request.params.phone, request.body.to, request.body.text)) return reply.code(404).send(unknownNumber);
    const fromForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    return fromForm ? reply.redirect(`/phones/${encodeURIComponent(request.params.phone)}`, 303) : reply.code(201).send({ accepted: true });
  });
  app.get<{ Querystring: { phone?: string } }>('/sms', async (request) => ({ data: network.messages(request.query.phone) }));
  app.get(`${controlPrefix}/phone-rules`, async () => ({ data: network.listRules() }));
  app.post<{ Body: PhoneRule }>(`${controlPrefix}/phone-rules`, { schema: { body: ruleBody } }, async (request, reply) => {
    network.addRule(request.body);
    return reply.code(201).send({ data: network.listRules() });
  });
}
