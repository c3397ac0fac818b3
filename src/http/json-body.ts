import type { FastifyInstance } from 'fastify';
import { CallerError } from '../sdk/errors.js';
import { textFault, unreadableText } from './input-text.js';

/** Largest body of any request. */
export const BODY_LIMIT = 1_048_576;

const JSON_TYPES = /^application\/(?:[\w.-]+\+)?json(?:\s*;.*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON bodies only: any other content type is answered 415. */
export function registerJsonBody(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    const text = decoded(body as Buffer, request.headers['content-encoding']);
    if (text instanceof Error) return done(text);
    if (text.trim() === '') return done(null, undefined);
    void parse(request, text, (error, value: unknown) => {
      if (error) return done(malformed('Send valid JSON, without the keys `__proto__` and `constructor`.'));
      const fault = textFault(value);
      done(fault ? unreadableText([{ field: fault.pointer, message: fault.message }]) : null, value);
    });
  });
}

function decoded(body: Buffer, encoding: string | undefined): string | CallerError {
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return new CallerError('unsupported-media-type', 'Send the body without a content encoding.', { status: 415 });
  }
  try {
    return utf8.decode(body);
  } catch {
    return malformed('Encode the body as UTF-8.');
  }
}

function malformed(remedy: string): CallerError {
  return new CallerError('malformed-json', 'The body cannot be read as JSON.', { status: 400, fields: [{ field: '', message: remedy }] });
}
