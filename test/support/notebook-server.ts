import Fastify from 'fastify';

/** An outside system that people sign in to: codes, ten-minute tokens, single-use refresh, notes. Everything can be looked at and broken. */
export interface NotebookServer {
  readonly url: string;
  readonly notes: string[];
  readonly refreshes: string[];
  /** From now on the present access token is refused. */
  expire(): void;
  /** From now on every token of the grant is refused. */
  revoke(): void;
  close(): Promise<void>;
}

export async function startNotebookServer(): Promise<NotebookServer> {
  const app = Fastify();
  const notes: string[] = [];
  const refreshes: string[] = [];
  let turn = 0;
  let access: string | null = null;
  let refresh: string | null = null;
  const issue = () => {
    turn += 1;
    access = `access-${turn}`;
    refresh = `refresh-${turn}`;
    return { access_token: access, refresh_token: refresh, expires_in: 600, base: `${url}/accounts/7`, organisation: 'org-7' };
  };
  app.post<{ Body: Record<string, string> }>('/token', async (request, reply) => {
    const { grant, code, refresh_token: given } = request.body;
    if (grant === 'code') return code === 'good' ? issue() : reply.code(400).send({ error: 'invalid_grant' });
    refreshes.push(String(given));
    if (given !== refresh) return reply.code(400).send({ error: 'invalid_grant' });
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    return issue();
  });
  app.post<{ Body: { text: string } }>('/accounts/7/notes', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${access}`) return reply.code(401).send({});
    notes.push(request.body.text);
    return { id: `note-${notes.length}` };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url, notes, refreshes,
    expire: () => { access = 'none'; },
    revoke: () => { access = 'none'; refresh = 'none'; },
    close: () => app.close(),
  };
}
