import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { DEFAULT_DOCUMENT_LIMITS } from './resume-document.js';
import { ResumeDocumentReader } from './resume-document.reader.js';
import { docxOf, paragraph, pdfOf, zipOf } from './testing/sample-files.js';

const reader = new ResumeDocumentReader();
const LINES = ['Line cook', 'Grill station at the Old Mill Inn, 2019 - 2024', 'Food safety certificate'];

describe('ResumeDocumentReader', () => {
  it('reads PDF, DOCX and plain text, line by line', async () => {
    const expected = LINES.join('\n');
    expect(await reader.read(pdfOf(LINES))).toMatchObject({ ok: true, format: 'pdf', text: expected });
    const docx = await reader.read(docxOf(LINES.map(paragraph).join('')));
    expect(docx).toMatchObject({ ok: true, format: 'docx' });
    expect(docx.ok && docx.text.split(/\n+/).filter(Boolean)).toEqual(LINES);
    expect(await reader.read(Buffer.from(expected))).toMatchObject({ ok: true, format: 'text', text: expected });
    expect(await reader.read(Buffer.from(`\ufeff${expected}`, 'utf16le'))).toMatchObject({ ok: true, text: expected });
  });

  it('repairs old encodings', async () => {
    const text = 'Kockutbildning på Grillska, 2015 – chef’s table';
    expect(await reader.read(Buffer.from('Kockutbildning p\xe5 Grillska, 2015 \x96 chef\x92s table', 'latin1'))).toMatchObject({ text });
    expect(await reader.read(Buffer.from('Kockutbildning pÃ¥ Grillska, 2015 â€\u201c chefâ€\u2122s table'))).toMatchObject({ text });
  });

  it.each([
    ['empty', 'empty', Buffer.alloc(0)], ['a page without text', 'empty', pdfOf([])],
    ['noise', 'unreadable', randomBytes(5000).fill(0, 10, 20)], ['a cut-off PDF', 'unreadable', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type')],
    ['a cut-off DOCX', 'unreadable', docxOf(paragraph('x')).subarray(0, 200)], ['another archive', 'unsupported', zipOf({ 'a.txt': 'b' })],
    ['a locked PDF', 'encrypted', pdfOf(LINES, { encrypt: true })], ['RTF', 'unsupported', Buffer.from('{\\rtf1 hello}')],
    ['an old Word file', 'unsupported', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    ['a locked Word file', 'encrypted', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')])],
  ])('CI-28 says why %s gives no text: %s', async (_what, reason, bytes) => {
    expect(await reader.read(bytes)).toMatchObject({ ok: false, reason });
  });

  it('CI-28 refuses 30 MB without opening it', async () => {
    expect(await reader.read(Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(30 * 1024 * 1024)]))).toMatchObject({ ok: false, reason: 'too-large' });
  });

  it('CI-28 meets a zip bomb within bounds, also one that lies about its size', async () => {
    const bomb = Buffer.alloc(DEFAULT_DOCUMENT_LIMITS.maxUnpackedBytes + 1024 * 1024, 0x20);
    const before = process.memoryUsage.rss();
    expect(await reader.read(docxOf(paragraph('x'), { 'word/media/a.xml': bomb }))).toMatchObject({ ok: false, reason: 'hostile' });
    const lying = await reader.read(docxOf(paragraph('x'), { 'word/media/a.xml': bomb }, 100));
    expect(lying).toMatchObject({ ok: false });
    expect((process.memoryUsage.rss() - before) / 1_048_576).toBeLessThan(DEFAULT_DOCUMENT_LIMITS.maxGrowthMb);
  });

  it('CI-28 survives documents nested beyond reason', async () => {
    const deep = `${'<w:sdt><w:sdtContent>'.repeat(60_000)}${paragraph('x')}${'</w:sdtContent></w:sdt>'.repeat(60_000)}`;
    const results = await Promise.all([reader.read(docxOf(deep)), reader.read(pdfOf(LINES, { extra: `/A ${'['.repeat(200_000)}` }))]);
    for (const result of results) expect(result.ok ? result.text.length : ['hostile', 'unreadable', 'empty', 'timed-out']).toEqual(result.ok ? expect.any(Number) : expect.arrayContaining([result.reason]));
    expect(await reader.read(pdfOf(LINES))).toMatchObject({ ok: true });
  });

  it('CI-28 gives up after its time and at a signal', async () => {
    const hasty = new ResumeDocumentReader({ ...DEFAULT_DOCUMENT_LIMITS, timeoutMs: 1 });
    expect(await hasty.read(pdfOf(LINES))).toMatchObject({ ok: false, reason: 'timed-out' });
    expect(await reader.read(pdfOf(LINES), AbortSignal.abort())).toMatchObject({ ok: false, reason: 'timed-out' });
  });
});
