import type { VendorActionDefinition, VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';
import { CareerPlaceClient, CareerPlaceRefusal, type Applicant } from './career-place.client.js';

export type VendorActionName = 'invite' | 'reinvite' | 'remind' | 'opt-out' | 'withdraw' | 'pause' | 'resume' | 'erase' | 'link' | 'unlink';

/** What a result keeps of an applicant: ids and status, nothing about the person. */
function resultOf(applicant: Applicant): Readonly<Record<string, unknown>> {
  return { isApplied: true, applicantId: applicant.applicantId, status: applicant.status, transition: applicant.transition, round: applicant.round };
}

const applicantRequest = z.object({ applicantId: z.string() });
const inviteRequest = z.object({
  jobId: z.string(), externalId: z.string(), email: z.string(), firstName: z.string(), lastName: z.string(), locale: z.string(),
});
const reinviteRequest = applicantRequest.extend({ email: z.string().optional(), reapplied: z.boolean(), key: z.string() });
const remindRequest = applicantRequest.extend({ n: z.int(), key: z.string() });
const linkRequest = z.object({ jobId: z.string(), postingId: z.string() });

/** The world moved on before the call: the applicant started, withdrew or is gone. No failure: the write has no object any more. */
const OVERTAKEN = new Set(['invalid_transition', 'paused', 'link_expired', 'not_found']);

async function unlessOvertaken(work: Promise<Readonly<Record<string, unknown>>>): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CareerPlaceRefusal && OVERTAKEN.has(error.refusal)) return { isApplied: false, why: error.message };
    throw error;
  }
}

function repeatable<R>(schema: z.ZodType<R>, send: (client: CareerPlaceClient, request: R) => Promise<Readonly<Record<string,
  unknown>>>): VendorActionDefinition {
  return { repeatable: true, send: (request, vendor: VendorHttp) => send(new CareerPlaceClient(vendor), schema.parse(request)) };
}

const reach = (action: 'opt-out' | 'withdraw' | 'pause' | 'resume') =>
  repeatable(applicantRequest, (client, { applicantId }) => unlessOvertaken(client.reach(applicantId, action).then(resultOf)));

/** Every write to career.place. All may be sent twice: career.place knows the applicant, the state or the key again. */
export const VENDOR_ACTIONS: Readonly<Record<VendorActionName, VendorActionDefinition>> = {
  'invite': repeatable(inviteRequest, async (client, { jobId, ...applicant }) => ({ isApplied: true, ...await created(client, jobId, applicant) })),
  'reinvite': repeatable(reinviteRequest, (client, { applicantId, key, ...body }) => client.reinvite(applicantId, body, key).then(resultOf)),
  'remind': repeatable(remindRequest, (client, { applicantId, n, key }) => unlessOvertaken(client.remind(applicantId, n, key).then(resultOf))),
  'opt-out': reach('opt-out'), 'withdraw': reach('withdraw'), 'pause': reach('pause'), 'resume': reach('resume'),
  'erase': repeatable(applicantRequest, async (client, { applicantId }) => { await client.erase(applicantId); return { isApplied: true }; }),
  'link': repeatable(linkRequest, async (client, { jobId, postingId }) => { await client.link(jobId, postingId); return { isApplied: true }; }),
  'unlink': repeatable(linkRequest, async (client, { jobId }) => { await client.unlink(jobId); return { isApplied: true }; }),
};

/** The invitation link opens the candidate's own page: it is not kept. */
async function created(client: CareerPlaceClient, jobId: string, applicant: Omit<z.output<typeof inviteRequest>, 'jobId'>) {
  const { applicantId, status, cardUrl } = await client.createApplicant(jobId, applicant);
  return { applicantId, status, cardUrl };
}
