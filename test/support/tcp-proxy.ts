import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands between the hub and a server on this machine, and takes the server away: connections break and new ones are refused, or
 * those that are open fall silent, as behind a broken router.
 */
export class TcpProxy {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(public target: { host: string; port: number }) {}

  /** Open before the server of this address; `url` leads through it. */
  static async inFrontOf(url: string): Promise<{ proxy: TcpProxy; url: string }> {
    const through = new URL(url);
    const proxy = new TcpProxy({ host: through.hostname, port: Number(through.port) });
    through.port = String(await proxy.open());
    return { proxy, url: through.href };
  }

  async open(): Promise<number> {
    const server = createServer((near) => {
      const far = connect(this.target.port, this.target.host);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('close', () => { this.sockets.delete(socket); near.destroy(); far.destroy(); });
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(this.port, '127.0.0.1', resolve); });
    this.port = (server.address() as { port: number }).port;
    this.server = server;
    return this.port;
  }

  /** Nothing passes any more through the connections that are open now; nobody is told. New ones work. */
  hush(): void {
    for (const socket of this.sockets) socket.unpipe().pause().removeAllListeners('close');
  }

  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    const gone = new Promise<void>((resolve) => { if (server) server.close(() => resolve()); else resolve(); });
    for (const socket of this.sockets) socket.destroy();
    await gone;
  }
}
