import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AuditQuery, VerifyQuery } from '../audit/audit.dto.js';
import { MessageQuery } from '../messaging/rest/message.dto.js';
import { EraseDto } from './erasure/erasure.dto.js';

const wrong = <T extends object>(shape: new () => T, value: object) =>
  validateSync(plainToInstance(shape, value)).map((error) => error.property).sort();

describe('what callers may send', () => {
  it('to the audit trail', () => {
    expect(wrong(AuditQuery, { subject: 'opportunity:1', from: '2026-01-05', to: '2026-01-05T08:00:00.5+01:00', limit: '200' })).toEqual([]);
    expect(wrong(AuditQuery, { subject: 'a\0b', action: 'x'.repeat(201), actor: ['a'], from: '2026-W01', to: '2026-02-30', limit: '0' }))
      .toEqual(['action', 'actor', 'from', 'limit', 'subject', 'to']);
    expect(wrong(AuditQuery, { limit: '1.5', from: '2026', to: 'tomorrow', cursor: 'x'.repeat(1_001) })).toEqual(['cursor', 'from', 'limit', 'to']);
    expect(wrong(VerifyQuery, { anchor: `12:${'a'.repeat(64)}` })).toEqual([]);
    expect(wrong(VerifyQuery, { anchor: '12:abc' })).toEqual(['anchor']);
  });

  it('to the outbox', () => {
    expect(wrong(MessageQuery, { state: 'unknown', limit: '1' })).toEqual([]);
    expect(wrong(MessageQuery, { state: 'lost', limit: '201' })).toEqual(['limit', 'state']);
  });

  it('to forget a person', () => {
    const contactId = '7f23e772-f2cb-4ebb-b33f-54b872999990';
    expect(wrong(EraseDto, { contactId, opportunityIds: [contactId], cause: 'request-1', confirm: true })).toEqual([]);
    expect(wrong(EraseDto, {})).toEqual(['contactId']);
    expect(wrong(EraseDto, { contactId: 'a\0', opportunityIds: ['\ud800'], cause: 'Ada Lovelace', confirm: 'yes' }))
      .toEqual(['cause', 'confirm', 'contactId', 'opportunityIds']);
    expect(wrong(EraseDto, { contactId, opportunityIds: 'x' })).toEqual(['opportunityIds']);
  });
});
