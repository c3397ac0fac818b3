import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import type { Mail } from './mail-store.js';

const namedEntities: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#x27;': "'", '&#x3D;': '=' };

export interface Envelope {
  from: string;
  to: string[];
}

/** Reads a raw message as it came over SMTP. */
export async function parseMail(raw: Buffer, envelope: Envelope, receivedAt: string): Promise<Omit<Mail, 'id'>> {
  const parsed = await simpleParser(raw);
  const html = parsed.html || null;
  const text = parsed.text ?? '';
  return {
    receivedAt,
    envelope,
    from: addressesOf(parsed.from)[0] ?? envelope.from,
    to: addressesOf(parsed.to),
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? null,
    headers: headersOf(parsed),
    text,
    html,
    links: linksIn(html ?? '', text),
    attachments: parsed.attachments.map((part) => ({
      filename: part.filename ?? null, contentType: part.contentType, sizeBytes: part.size,
    })),
  };
}

/** Addresses in HTML attributes first, then those written out in the text. */
export function linksIn(html: string, text: string): string[] {
  const inHtml = [...html.matchAll(/href\s*=\s*["'](https?:\/\/[^"']+)["']/gi)].map((match) => decodeEntities(match[1] ?? ''));
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((match) => match[0].replace(/[.,;:!?]+$/, ''));
  return [...new Set([...inHtml, ...inText])];
}

function decodeEntities(value: string): string {
  return value.replace(/&(?:amp|quot|#39|#x27|#x3D);/gi, (entity) => namedEntities[entity] ?? entity);
}

function addressesOf(field: AddressObject | AddressObject[] | undefined): string[] {
  const objects = field === undefined ? [] : [field].flat();
  return objects.flatMap((object) => object.value.map((one) => one.address ?? one.name));
}

function headersOf(parsed: ParsedMail): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of parsed.headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ').trim();
    headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
  }
  return headers;
}
