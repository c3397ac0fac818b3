import type { FastifyInstance } from 'fastify';
import { ApiError, type SeededRandom } from '../kit/index.js';
import type { Records } from './records.js';

interface Asked { redirect_uri?: string; state?: string }

const codeLifeMs = 600_000;

/** An administrator signs in and lets the integration use the organisation's data; the token does not expire. */
export function installOAuth(app: FastifyInstance, records: Records, random: SeededRandom, now: () => number): void {
  const codes = new Map<string, number>();
  const html = 'text/html; charset=utf-8';
  app.get<{ Querystring: Asked }>('/oauth/authorize', async (request, reply) => {
    const { redirect_uri: redirectUri = '', state = '' } = request.query;
    if (!URL.canParse(redirectUri)) throw new ApiError(422, 'invalid_field', 'redirect_uri is missing.', 'redirect_uri');
    const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${encodeURIComponent(value)}">`;
    return reply.type(html).send(`<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>We Select</title></head><body><main><h1>We Select</h1>
<p>Patchbay vill läsa tjänster och kandidater och visa referenstagningens status.</p>
<form method="post" action="/oauth/authorize">${hidden('redirect_uri', redirectUri)}${hidden('state', state)}<button>Tillåt</button></form></main></body></html>`);
  });
  app.post<{ Body: Asked }>('/oauth/authorize', async (request, reply) => {
    const back = new URL(decodeURIComponent(request.body.redirect_uri ?? ''));
    const code = random.hex(40);
    codes.set(code, now() + codeLifeMs);
    back.searchParams.set('code', code);
    back.searchParams.set('state', decodeURIComponent(request.body.state ?? ''));
    return reply.redirect(back.href, 303);
  });
  app.post<{ Body: { code?: string } }>('/oauth/token', async (request) => {
    const { code = '' } = request.body;
    const isGood = (codes.get(code) ?? 0) > now();
    codes.delete(code);
    if (!isGood) throw new ApiError(400, 'invalid_grant', 'The code is unknown or was used.');
    return { access_token: records.apiKey, token_type: 'Bearer' };
  });
}
