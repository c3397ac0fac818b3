import type { FastifyInstance } from 'fastify';
import { notFound } from '../kit/index.js';
import type { Funnel } from './funnel.js';

interface BounceNotice {
  sender: string;
  status: string;
  diagnostic: string;
}

const notice = {
  type: 'object',
  required: ['sender', 'status', 'diagnostic'],
  properties: { sender: { type: 'string' }, status: { type: 'string' }, diagnostic: { type: 'string' } },
};

/** Where the mail provider reports accepted mail that came back; the envelope sender names the applicant. */
export function installBounceRoute(app: FastifyInstance, funnel: Funnel): void {
  app.post<{ Body: BounceNotice }>('/inbound/bounces', { schema: { body: notice } }, async (request, reply) => {
    const { sender, status, diagnostic } = request.body;
    const [, applicantId] = /^bounces\+(\w+)@/.exec(sender) ?? [];
    if (applicantId === undefined) throw notFound('applicant');
    const [code] = /^\d{3}/.exec(diagnostic) ?? [];
    // An applicant erased in the meantime needs no note.
    funnel.bounceLater(applicantId, {
      reason: diagnostic, code: code === undefined ? null : Number(code), bounceType: status.startsWith('5') ? 'hard' : 'soft',
    });
    return reply.code(204).send();
  });
}
