import type { FastifyReply, FastifyRequest } from 'fastify';
import { CrmRefusal, installOAuth, type Crm } from '../crm-kit/index.js';
import type { Sessions } from './sessions.js';

interface Place { readonly centre: string; readonly api: string }

/** The customer lives in one data centre; the general host and every other centre send there with a 307. */
export function installDataCentres(crm: Crm, sessions: Sessions, { centre, api }: Place): void {
  const { app } = crm;
  const home = `/dc/${centre}`;
  app.get('/rest-services/loginInfo', async () => ({ oauthUrl: `${crm.baseUrl()}${home}/oauth`, restUrl: `${crm.baseUrl()}${home}/rest-services` }));
  installOAuth(app, { title: crm.definition.title, oauth: crm.oauth, users: crm.book.users }, `${home}/oauth`);
  app.route<{ Querystring: Record<string, string> }>({
    method: ['GET', 'POST'], url: `${home}/rest-services/login`,
    handler: async ({ query }) => {
      const grant = crm.oauth.check(query.access_token);
      if (typeof grant === 'string') {
        throw new CrmRefusal(400, { errorMessage: 'Invalid access token.', errorMessageKey: 'errors.authentication.invalidOAuthToken', errorCode: 400 });
      }
      return { BhRestToken: sessions.open(grant, Number(query.ttl ?? 10)), restUrl: `${crm.baseUrl()}${api}/` };
    },
  });
  const sendHome = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply.redirect(`${crm.baseUrl()}${home}${request.url.replace(/^\/dc\/[^/]+/, '')}`, 307);
  for (const path of ['/oauth/authorize', '/oauth/token', '/rest-services/login']) app.route({ method: ['GET', 'POST'], url: path, handler: sendHome });
  app.route({ method: ['GET', 'POST'], url: '/dc/:other/*', handler: sendHome });
}
