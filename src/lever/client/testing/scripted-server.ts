import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with one request: answers, hangs, or cuts the connection. */
export type Step =
  | { readonly status: number; readonly json?: unknown; readonly text?: string; readonly headers?: Record<string, string> }
  | { readonly cut: 'before-answer' | 'in-body' }
  | { readonly hang: true };

/** A server that plays its steps one request after another; the last step repeats. */
export class ScriptedServer {
  readonly seen: Seen[] = [];

  private constructor(private readonly server: Server, readonly baseUrl: string) {}

  static async start(steps: readonly Step[]): Promise<ScriptedServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as AddressInfo).port;
    const scripted = new ScriptedServer(server, `http://127.0.0.1:${port}/v1`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void scripted.play(request, response, steps);
    });
    return scripted;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async play(request: IncomingMessage, response: ServerResponse, steps: readonly Step[]): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const step = steps[Math.min(this.seen.length, steps.length) - 1];
    if (!step || 'hang' in step) return;
    if ('cut' in step) return this.cut(response, step.cut);
    const text = step.text ?? (step.json === undefined ? '' : JSON.stringify(step.json));
    response.writeHead(step.status, { 'content-type': 'application/json', ...step.headers }).end(text);
  }

  private cut(response: ServerResponse, where: 'before-answer' | 'in-body'): void {
    if (where === 'in-body') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"data":', () => response.destroy());
    } else {
      response.destroy();
    }
  }
}
