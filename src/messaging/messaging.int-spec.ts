import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { useTestDatabase } from '../../test/support/database.js';
import { HttpInsideTransactionError } from '../sdk/errors.js';
import { secretServices } from '../secrets/testing/secret-services.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import { MailTransport, OutboxOnly, SmtpTransport, type Mail } from './mail-transport.js';
import { ABANDONED_AFTER_MS } from './message-claims.js';
import { RETRY_GAPS_MS, type SendOutcome } from './message-state.js';
import { messagingServices, sendingServices } from './testing/messaging-services.js';
import { toDto } from './rest/messages.controller.js';

const db = useTestDatabase();
const masterKey = randomBytes(32);
const clock = { at: 1_750_000_000_000, now: () => clock.at };
const FROM = 'Patchbay <hub@example.org>';
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await db().database.asRunner().execute('delete from message');
});

/** Answers as told, in turn; the last answer stays. */
class ScriptedTransport extends MailTransport {
  readonly mode = 'smtp';
  readonly mails: Mail[] = [];
  constructor(private readonly answers: (SendOutcome | (() => Promise<SendOutcome>))[]) { super(); }
  async send(mail: Mail): Promise<SendOutcome> {
    this.mails.push(mail);
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!;
    return typeof answer === 'function' ? answer() : answer;
  }
  close(): void { /* nothing is open */ }
}

function services(transport: MailTransport) {
  const { database } = db();
  const { secretBox, pseudonyms } = secretServices(database, { current: { id: 'test', key: masterKey }, previous: [] }, clock);
  const writing = messagingServices({ secretBox, pseudonyms, clock });
  return { secretBox, ...writing, ...sendingServices({ database, secretBox, pseudonyms, clock, settings: writing.settings, mail: transport }) };
}

async function addMember(tenantId: string, role: string, active = true): Promise<string> {
  const email = `${role}.${randomUUID()}@example.org`;
  await db().database.inTenant(tenantId, (em) => em.execute(
    `insert into member (id, tenant_id, name, email, role, active, created_at) values (?, ?, 'Somebody', ?, ?, ?, to_timestamp(0))`,
    [randomUUID(), tenantId, email, role, active]));
  return email;
}

async function alerted(transport: MailTransport, admins = 1) {
  const tenant = await addTenant(db().database);
  const emails: string[] = [];
  for (let index = 0; index < admins; index += 1) emails.push(await addMember(tenant, 'super_admin'));
  const wired = services(transport);
  await db().database.inTenant(tenant, (em) => wired.messages.alertAdmins(em, {
    tenantId: tenant, key: 'revoked:1', subject: 'Lever was\r\nBcc: x@example.org', text: 'Reconnect Lever.' }));
  const rows = () => wired.reader.page(tenant, undefined, null, 50);
  return { tenant, emails, rows, ...wired };
}

async function mailbox(): Promise<{ port: number; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => { void simpleParser(stream).then((mail) => { mails.push(mail); done(); }); },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  closers.push(() => new Promise<void>((resolve) => { server.close(resolve); }));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

describe('alerts to admins', () => {
  it('reach each active super admin once per key, whatever is tried', async () => {
    const { port, mails } = await mailbox();
    const { tenant, emails, messages, sender, rows } = await alerted(new SmtpTransport(`smtp://127.0.0.1:${port}`, FROM), 2);
    await addMember(tenant, 'admin');
    await addMember(tenant, 'super_admin', false);
    for (let again = 0; again < 3; again += 1) {
      await db().database.inTenant(tenant, (em) => messages.alertAdmins(em, { tenantId: tenant, key: 'revoked:1', subject: 's', text: 't' }));
    }
    await Promise.all([sender.sendDue(), sender.sendDue(), sender.sendDue()]);
    expect(await sender.sendDue()).toEqual({ settled: {} });
    expect(mails.map((mail) => (Array.isArray(mail.to) ? mail.to[0] : mail.to)?.text).sort()).toEqual([...emails].sort());
    expect(mails[0]).toMatchObject({ subject: 'Lever was Bcc: x@example.org', text: 'Reconnect Lever.\n' });
    expect(mails.map((mail) => mail.bcc)).toEqual([undefined, undefined]);
    expect((await rows()).map((row) => row.state)).toEqual(['sent', 'sent']);
  });

  it('stand or fall with the transaction that alerts', async () => {
    const { tenant, messages, rows } = await alerted(new OutboxOnly());
    await expect(db().database.inTenant(tenant, async (em) => {
      await messages.alertAdmins(em, { tenantId: tenant, key: 'other', subject: 's', text: 't' });
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await rows()).toHaveLength(1);
  });

  it('are written down as failed when nobody could get them', async () => {
    const { rows } = await alerted(new OutboxOnly(), 0);
    expect(await rows()).toMatchObject([{ state: 'failed', lastError: 'The organisation has no active super admin.' }]);
  });

  it('ME-8 stay visible and unsent without a mail server, and go out once one is configured', async () => {
    const { tenant, emails, rows, reader, sender } = await alerted(new OutboxOnly());
    expect(await sender.sendDue()).toEqual({ settled: {} });
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'queued', attempts: 0 });
    expect(toDto(row!, { email: 'outbox-only', sms: 'live' }).reason).toBe('Outbox only: no SMTP_URL is configured, so nothing was sent.');
    expect((await reader.find(tenant, row!.id))?.content)
      .toMatchObject({ recipient: emails[0], subject: 'Lever was Bcc: x@example.org', text: 'Reconnect Lever.' });
    const { port, mails } = await mailbox();
    await services(new SmtpTransport(`smtp://127.0.0.1:${port}`, FROM)).sender.sendDue();
    expect(mails).toHaveLength(1);
  });

  it('keep address and text sealed in the database', async () => {
    const { emails } = await alerted(new OutboxOnly());
    const lines = (await dumpTables(db())).split('\n').filter((line) => line.startsWith('public.message '));
    expect(lines).toHaveLength(1);
    for (const text of [emails[0]!, 'Reconnect', 'Lever was']) expect(lines[0]).not.toContain(text);
  });

  it('are not seen by another tenant', async () => {
    const { rows, reader } = await alerted(new OutboxOnly());
    const other = await addTenant(db().database);
    const [row] = await rows();
    expect(await reader.page(other, undefined, null, 10)).toEqual([]);
    expect(await reader.find(other, row!.id)).toBeNull();
  });
});

describe('the sender', () => {
  it('ME-6 tries again after each gap with the same Message-ID, then fails with the cause', async () => {
    const transport = new ScriptedTransport([{ kind: 'not-now', reason: 'SMTP 451 at RCPT' }]);
    const { rows, sender } = await alerted(transport);
    for (const gap of RETRY_GAPS_MS) {
      expect(await sender.sendDue()).toMatchObject({ settled: { queued: 1 } });
      clock.at += gap - 1;
      expect(await sender.sendDue()).toMatchObject({ settled: {} });
      clock.at += 1;
    }
    expect(await sender.sendDue()).toMatchObject({ settled: { failed: 1 } });
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 6, lastError: 'SMTP 451 at RCPT' }]);
    expect(new Set(transport.mails.map((mail) => mail.messageId)).size).toBe(1);
    expect(transport.mails).toHaveLength(6);
  });

  it('commits `sending` before it talks to the mail server', async () => {
    const transport = new ScriptedTransport([async () => {
      expect((await rows()).map((row) => [row.state, row.attempts])).toEqual([['sending', 1]]);
      return { kind: 'sent' };
    }]);
    const { rows, sender } = await alerted(transport);
    await sender.sendDue();
    expect((await rows())[0]?.state).toBe('sent');
  });

  it('calls a mail unknown when the process died over it, and does not send it again', async () => {
    const transport = new ScriptedTransport([{ kind: 'sent' }]);
    const { rows, sender } = await alerted(transport);
    await db().database.asRunner().execute(
      `update message set state = 'sending', attempts = 1, sending_wall_ms = ?`, [Date.now() - ABANDONED_AFTER_MS - 1]);
    expect(await sender.sendDue()).toMatchObject({ settled: { unknown: 1 } });
    expect(await rows()).toMatchObject([{ state: 'unknown', lastError: 'The process stopped while the message was being handed over.' }]);
    expect(transport.mails).toHaveLength(0);
  });

  it('leaves alone what another process is sending', async () => {
    const transport = new ScriptedTransport([{ kind: 'sent' }]);
    const { rows, sender } = await alerted(transport);
    await db().database.asRunner().execute(`update message set state = 'sending', attempts = 1, sending_wall_ms = ?`, [Date.now()]);
    expect(await sender.sendDue()).toMatchObject({ settled: {} });
    expect((await rows())[0]?.state).toBe('sending');
  });

  it('suppresses a mail whose recipient was erased', async () => {
    const transport = new ScriptedTransport([{ kind: 'sent' }]);
    const { tenant, rows, sender, secretBox } = await alerted(transport);
    const [row] = await rows();
    await db().database.inTenant(tenant, async (em) => {
      for (const column of ['recipient', 'subject', 'body']) {
        const sealed = await secretBox.sealForPerson(em, tenant, 'contact-1', { table: 'message', column, row: row!.id }, 'about Ada');
        await em.execute(`update message set contact_id = 'contact-1', ${column} = ?`, [sealed]);
      }
      await secretBox.shredPerson(em, tenant, 'contact-1');
    });
    expect(await sender.sendDue()).toMatchObject({ settled: { suppressed: 1 } });
    expect(transport.mails).toHaveLength(0);
  });

  it('refuses to send inside a transaction', async () => {
    const { tenant, sender } = await alerted(new ScriptedTransport([{ kind: 'sent' }]));
    await expect(db().database.inTenant(tenant, () => sender.sendDue())).rejects.toThrow(HttpInsideTransactionError);
  });
});
