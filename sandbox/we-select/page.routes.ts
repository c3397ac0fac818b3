import type { FastifyInstance } from 'fastify';
import { candidatePage, newStepPage, servicePage, servicesPage } from './pages.js';
import type { Recruiting } from './recruiting.js';
import type { Channel, Records } from './records.js';

const html = 'text/html; charset=utf-8';
interface ByService { Params: { id: string }; Body: Record<string, string> }
interface ByCandidate { Params: { id: string; candidateId: string }; Body: Record<string, string> }

/** What a recruiter sees and does in a browser: services, process steps, candidates with drop-down and References box. */
export function installPages(app: FastifyInstance, records: Records, recruiting: Recruiting): void {
  app.get('/services', async (_request, reply) => reply.type(html).send(servicesPage([...records.services.values()])));
  app.get<ByService>('/services/:id', async (request, reply) => {
    const service = records.service(request.params.id);
    return reply.type(html).send(servicePage(service, records.candidatesOf(service.id)));
  });
  app.get<ByService>('/services/:id/steps/new', async (request, reply) => reply.type(html).send(newStepPage(records.service(request.params.id), records)));
  app.post<ByService>('/services/:id/steps', async (request, reply) => {
    const { name = '', instruction = '', event, questionnaireId = '', candidateChannel, refereeChannel, references } = request.body;
    const settings = {
      questionnaireId: questionnaireId || null, candidateChannel: candidateChannel as Channel, refereeChannel: refereeChannel as Channel,
      references: Number(references),
    };
    const chosen = event ? { type: event, settings } : null;
    recruiting.saveStep(records.service(request.params.id), { name, instruction: instruction || null, event: chosen });
    return reply.redirect(`/services/${request.params.id}`, 303);
  });
  app.get<ByCandidate>('/services/:id/candidates/:candidateId', async (request, reply) => {
    const { id, candidateId } = request.params;
    return reply.type(html).send(candidatePage(records.candidate(id, candidateId), records.service(id)));
  });
  app.post<ByCandidate>('/services/:id/candidates/:candidateId/step', async (request, reply) => {
    const { id, candidateId } = request.params;
    recruiting.moveTo(records.candidate(id, candidateId), request.body.stepId ?? '');
    return reply.redirect(`/services/${id}/candidates/${candidateId}`, 303);
  });
}
