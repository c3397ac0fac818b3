import type { VendorActionDefinition, VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';
import { IdibuClient } from './idibu.client.js';

const lightSchema = z.object({ candidateId: z.string(), vacancyId: z.string(), light: z.enum(['green', 'yellow', 'red']), statusId: z.string().optional() });
const statusSchema = z.object({ candidateId: z.string(), vacancyId: z.string(), statusId: z.string() });

async function vacancyOf(vendor: VendorHttp, { candidateId, vacancyId }: { candidateId: string; vacancyId: string }) {
  const candidate = await new IdibuClient(vendor).candidate(candidateId);
  return candidate?.vacancies.find((one) => one.id === vacancyId) ?? null;
}

/** Writes to idibu. Assigning is looked back at: a light works only once. */
export const VENDOR_ACTIONS: Readonly<Record<'assign-light' | 'assign-status' | 'request-deletion', VendorActionDefinition>> = {
  'assign-light': {
    send: async (request, vendor) => {
      const { candidateId, vacancyId, light, statusId } = lightSchema.parse(request);
      await new IdibuClient(vendor).assign(candidateId, vacancyId, { light, ...(statusId !== undefined && { statusId }) });
      return {};
    },
    lookBack: async (request, vendor) => {
      const wanted = lightSchema.parse(request);
      return (await vacancyOf(vendor, wanted))?.traffic_light === wanted.light ? {} : null;
    },
  },
  'assign-status': {
    send: async (request, vendor) => {
      const { candidateId, vacancyId, statusId } = statusSchema.parse(request);
      await new IdibuClient(vendor).assign(candidateId, vacancyId, { statusId });
      return {};
    },
    lookBack: async (request, vendor) => {
      const wanted = statusSchema.parse(request);
      return (await vacancyOf(vendor, wanted))?.status.id === wanted.statusId ? {} : null;
    },
  },
  'request-deletion': {
    repeatable: true,
    send: async (request, vendor) => {
      const { candidateId } = z.object({ candidateId: z.string() }).parse(request);
      const candidate = await new IdibuClient(vendor).candidate(candidateId);
      const emails = [candidate?.email, candidate?.email_2].flatMap((email) => (email ? [email] : []));
      if (emails.length > 0) await new IdibuClient(vendor).requestDeletion(emails);
      return { asked: emails.length > 0 };
    },
  },
};
