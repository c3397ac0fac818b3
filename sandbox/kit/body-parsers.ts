import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

const thirtyMegabytes = 30 * 1024 * 1024;

/** JSON (an empty body is allowed, many clients send the header on bodiless calls), forms and multipart. */
export async function installBodyParsers(app: FastifyInstance): Promise<void> {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    const source = text.toString();
    if (source.trim() === '') return done(null, undefined);
    try {
      return done(null, JSON.parse(source));
    } catch {
      return done(Object.assign(new Error('The body is not valid JSON.'), { statusCode: 400 }));
    }
  });
  await app.register(formbody);
  await app.register(multipart, { limits: { fileSize: thirtyMegabytes, fields: 2000, parts: 2000, fieldSize: thirtyMegabytes } });
}
