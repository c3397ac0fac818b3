/**
 * Sends prepared POST requests over plain keep-alive sockets. Closed loop: each of `connections` sends its next request when
 * the last was answered. Open loop: requests leave at `perSecond`, on time whatever the answers do, and latency counts from
 * the planned time, so that a stall is not hidden.
 */
import { connect } from 'node:net';
import { input, monotonicMs, say } from '../kit/processes.mjs';
import { bodiesOf } from './bodies.mjs';

const { host = '127.0.0.1', port, connections, perSecond = 0, forMs, kind, targets, seed, duplicateShare = 0, total } = input();
const requests = bodiesOf({ kind, targets, seed, duplicateShare, total, host: `${host}:${port}` });
const latency = [];
const sentAt = new Map();
const statuses = {};
let next = 0;
let stopAt = 0;

function opened() {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => { socket.setNoDelay(true); resolve(socket); });
    socket.once('error', reject);
  });
}

/** Calls back once for every complete answer on the socket. */
function onAnswers(socket, answered) {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    rest += chunk;
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /content-length: (\d+)/i.exec(rest.slice(0, end));
      const size = end + 4 + Number(length?.[1] ?? 0);
      if (rest.length < size) return;
      const status = rest.slice(9, 12);
      rest = rest.slice(size);
      answered(status);
    }
  });
}

function note(status, from) {
  statuses[status] = (statuses[status] ?? 0) + 1;
  latency.push(monotonicMs() - from);
}

async function closedLoop() {
  const sockets = await Promise.all(Array.from({ length: connections }, opened));
  const from = monotonicMs();
  stopAt = forMs ? from + forMs : Infinity;
  await Promise.all(sockets.map((socket) => new Promise((resolve) => {
    let since = 0;
    const go = () => {
      if (next >= requests.length || monotonicMs() >= stopAt) { socket.destroy(); return resolve(); }
      since = monotonicMs();
      socket.write(requests[next++].bytes);
    };
    onAnswers(socket, (status) => { note(status, since); go(); });
    go();
  })));
  return monotonicMs() - from;
}

async function openLoop() {
  const idle = await Promise.all(Array.from({ length: connections }, opened));
  const waiting = [];
  let left = requests.length;
  const from = monotonicMs() + 50;
  return new Promise((resolve) => {
    const serve = (socket) => {
      const request = waiting.shift();
      if (!request) { idle.push(socket); return; }
      socket.current = request;
      socket.write(request.bytes);
    };
    for (const socket of idle) {
      onAnswers(socket, (status) => {
        note(status, socket.current.due);
        left -= 1;
        if (left === 0) { for (const one of [...idle, socket]) one.destroy(); resolve(monotonicMs() - from); return; }
        serve(socket);
      });
    }
    const tick = setInterval(() => {
      const due = Math.min(requests.length, Math.floor((monotonicMs() - from) * perSecond / 1_000));
      while (next < due) {
        const request = requests[next];
        request.due = from + next * 1_000 / perSecond;
        sentAt.set(request.id, request.due);
        next += 1;
        waiting.push(request);
        const socket = idle.pop();
        if (socket) serve(socket);
      }
      if (next === requests.length) clearInterval(tick);
    }, 1);
  });
}

say({ prepared: requests.length });
process.once('message', async () => {
  const ms = await (perSecond > 0 ? openLoop() : closedLoop());
  const sent = requests.slice(0, next);
  say({
    ms, answered: latency.length, statuses, latency: Float64Array.from(latency), sentAt: [...sentAt], distinct: new Set(sent.map((request) => request.id)).size,
  }, () => process.disconnect());
});
