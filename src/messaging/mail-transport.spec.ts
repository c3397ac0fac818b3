import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { OutboxOnly, SmtpTransport } from './mail-transport.js';

const mail = { messageId: '<one@example.org>', to: 'ada@example.org', subject: 'Grüße', text: 'First line.\n.\nLast line.' };
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function transportTo(port: number): SmtpTransport {
  const transport = new SmtpTransport(`smtp://127.0.0.1:${port}`, 'Patchbay <hub@example.org>');
  closers.push(() => transport.close());
  return transport;
}

async function mailServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], ...options });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  closers.push(() => new Promise<void>((resolve) => { server.close(resolve); }));
  return (server.server.address() as AddressInfo).port;
}

/** Passes everything on to the mail server and cuts both ends when `isTime` sees it coming. */
async function cuttingProxy(target: number, isTime: (fromClient: string, fromServer: string) => boolean): Promise<number> {
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    let sent = '';
    let answered = '';
    const cut = () => { client.destroy(); server.destroy(); };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on('data', (bytes) => { sent += bytes.toString(); if (isTime(sent, answered)) cut(); else server.write(bytes); });
    server.on('data', (bytes) => { answered += bytes.toString(); if (isTime(sent, answered)) cut(); else client.write(bytes); });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  closers.push(() => { sockets.forEach((socket) => socket.destroy()); proxy.close(); });
  return (proxy.address() as AddressInfo).port;
}

function collecting(received: Buffer[]): SMTPServerOptions {
  return {
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => { received.push(Buffer.concat(chunks)); done(); });
    },
  };
}

describe('the SMTP transport', () => {
  it('sends the same Message-ID on each try and says that a machine wrote it', async () => {
    const received: Buffer[] = [];
    const transport = transportTo(await mailServer(collecting(received)));
    expect([await transport.send(mail), await transport.send(mail)]).toEqual([{ kind: 'sent' }, { kind: 'sent' }]);
    for (const bytes of received) {
      const parsed = await simpleParser(bytes);
      expect(parsed).toMatchObject({ messageId: '<one@example.org>', subject: 'Grüße' });
      expect(parsed.text?.trim()).toBe('First line.\n.\nLast line.');
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    }
    expect(received).toHaveLength(2);
  });

  it('offers one click to unsubscribe, a way to answer and an address of its own to come back to', async () => {
    const received: Buffer[] = [];
    const envelopes: string[] = [];
    const port = await mailServer({ ...collecting(received), onMailFrom: ({ address }, _session, done) => { envelopes.push(address); done(); } });
    await transportTo(port).send({
      ...mail, html: '<p>Grüße</p>', replyTo: 'recruiter@example.org', unsubscribeUrl: 'https://hub.example/u/1', returnTo: 'bounces+tag@example.org',
    });
    const parsed = await simpleParser(received[0]!);
    expect(parsed).toMatchObject({ html: '<p>Grüße</p>', replyTo: { text: 'recruiter@example.org' }, from: { text: expect.stringContaining('hub@example.org') } });
    const header = (name: string) => parsed.headerLines.find(({ key }) => key === name)?.line;
    expect(header('list-unsubscribe')).toBe('List-Unsubscribe: <https://hub.example/u/1>');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(envelopes).toEqual(['bounces+tag@example.org']);
  });

  it('tells a refused recipient from a busy server', async () => {
    const answer = (responseCode: number) => mailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
    });
    expect(await transportTo(await answer(550)).send(mail)).toEqual({ kind: 'refused', reason: 'SMTP 550 at RCPT', blocks: 'bounce' });
    expect(await transportTo(await answer(451)).send(mail)).toEqual({ kind: 'not-now', reason: 'SMTP 451 at RCPT' });
  });

  it('knows that nothing left when no server listens or the line is cut before the text', async () => {
    const received: Buffer[] = [];
    const target = await mailServer(collecting(received));
    const beforeData = await cuttingProxy(target, (sent) => sent.includes('DATA'));
    const atGreeting = await cuttingProxy(target, (_sent, answered) => answered.length > 0);
    const afterGo = await cuttingProxy(target, (_sent, answered) => answered.includes('354'));
    for (const port of [1, beforeData, atGreeting, afterGo]) {
      expect(await transportTo(port).send(mail)).toMatchObject({ kind: 'not-now' });
    }
    expect(received).toHaveLength(0);
  });

  it('does not pretend to know when the line is cut after the text', async () => {
    const received: Buffer[] = [];
    const target = await mailServer(collecting(received));
    const afterText = await cuttingProxy(target, (_sent, answered) => /354[\s\S]*250/.test(answered));
    expect(await transportTo(afterText).send(mail)).toMatchObject({ kind: 'unknown' });
    expect(received).toHaveLength(1);
  });

  it('ME-8 sends nothing at all without a mail server and says so', async () => {
    expect(new OutboxOnly().mode).toBe('outbox-only');
    expect(await new OutboxOnly().send()).toEqual({ kind: 'not-now', reason: 'No SMTP_URL is configured.' });
  });
});
