import { Socket } from 'node:net';

/**
 * A socket that ends itself when nothing passes for `silentMs`. Behind a broken router or a server that vanished nobody is told
 * that a connection is gone, and whoever waits for an answer on it would wait for ever. The pool closes connections that nobody
 * uses sooner than that, and PostgreSQL ends statements sooner, so a healthy one is never cut.
 */
export function liveSocket(silentMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silentMs, () => {
    socket.destroy(Object.assign(new Error('Connection terminated: PostgreSQL fell silent.'), { code: 'ETIMEDOUT' }));
  });
  return socket;
}
