import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CrmUser } from '../book.js';
import { OAuthRefusal, type OAuthServer } from './oauth-server.js';
import { errorPage, signInPage } from './sign-in-page.js';

type Parameters = Readonly<Record<string, unknown>>;

export interface SignInParts {
  readonly title: string;
  readonly oauth: OAuthServer;
  readonly users: readonly CrmUser[];
}

/** The sign-in page and the token endpoint, at the paths the vendor uses. `prefix` when there are several hosts. */
export function installOAuth(app: FastifyInstance, parts: SignInParts, prefix = ''): void {
  const { oauth, title } = parts;
  const path = `${prefix}${oauth.rules.authorizePath}`;
  app.get<{ Querystring: Parameters }>(path, async (request, reply) => onPage(reply, title, () => {
    oauth.assertApp(request.query);
    return html(reply, 200, signInPage(title, path, request.query));
  }));
  app.post<{ Body: Parameters }>(path, async (request, reply) => onPage(reply, title, () => {
    if (request.body.decision === 'decline') return reply.redirect(oauth.decline(request.body), 302);
    const user = userOf(parts.users, request.body);
    if (user) return reply.redirect(oauth.accept(request.body, user), 302);
    oauth.assertApp(request.body);
    return html(reply, 401, signInPage(title, path, request.body, 'User name or password is wrong.'));
  }));
  app.post<{ Body?: Parameters; Querystring: Parameters }>(`${prefix}${oauth.rules.tokenPath}`, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      return await reply.send(oauth.answer({ ...request.query, ...request.body }));
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      return reply.code(oauth.rules.refusalStatus).send({ error: error.error, error_description: error.description });
    }
  });
}

function userOf(users: readonly CrmUser[], { username, password }: Parameters): CrmUser | undefined {
  return users.find((user) => user.email === username && user.password === password);
}

function onPage(reply: FastifyReply, title: string, proceed: () => FastifyReply): FastifyReply {
  try {
    return proceed();
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    return html(reply, 400, errorPage(title, error.description));
  }
}

function html(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page);
}
