import type { VendorActionDefinition } from 'patchbay/sdk';
import { z } from 'zod';
import { PoppClient, type VendorAnalysis } from './popp.client.js';

const requirement = z.object({ id: z.string().optional(), requirement: z.string(), isMandatory: z.boolean() });
const createRequest = z.object({ externalId: z.string(), title: z.string(), jobDescription: z.string(), requirements: z.array(requirement) });
const updateRequest = z.object({ id: z.string(), requirements: z.array(requirement) });
const archiveRequest = z.object({ id: z.string() });

const resultOf = ({ id, requirements }: VendorAnalysis): Readonly<Record<string, unknown>> =>
  ({ id, requirements: requirements.map((one) => ({ id: one.id, text: one.requirement })) });

/** Every write to Popp that may wait: none holds anything of a person. */
export const VENDOR_ACTIONS: Readonly<Record<'create-analysis' | 'update-requirements' | 'archive-analysis', VendorActionDefinition>> = {
  'create-analysis': {
    send: async (request, vendor) => resultOf(await new PoppClient(vendor).createAnalysis(createRequest.parse(request))),
    lookBack: async (request, vendor) => {
      const found = await new PoppClient(vendor).analysisByExternalId(createRequest.parse(request).externalId);
      return found ? resultOf(found) : null;
    },
  },
  'update-requirements': {
    repeatable: true,
    send: async (request, vendor) => {
      const { id, requirements } = updateRequest.parse(request);
      return resultOf(await new PoppClient(vendor).updateRequirements(id, requirements));
    },
  },
  'archive-analysis': {
    repeatable: true,
    send: async (request, vendor) => {
      await new PoppClient(vendor).archiveAnalysis(archiveRequest.parse(request).id);
      return {};
    },
  },
};
