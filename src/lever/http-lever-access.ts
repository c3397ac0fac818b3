import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow } from '../clock/system-clock.js';
import { PatchbayError } from '../sdk/errors.js';
import type { LeverReads } from '../sdk/lever/index.js';
import { LeverClient } from './client/lever-client.js';
import { LeverTransport } from './client/lever-transport.js';
import type { CallRecord } from './client/transport-options.js';
import { LeverAccess, type LeverCaller } from './lever-access.js';
import type { LeverWrites } from './lever-writes.js';
import type { Permits } from './permits.js';

/** Hands out working credentials; the token keeper of `connections/` is one. */
export interface LeverCredentials {
  authorization(tenantId: string, connectionId: string): Promise<string>;
  afterRefusal(tenantId: string, connectionId: string, refused: string): Promise<'retry' | 'fail'>;
}

export interface HttpLeverAccessOptions {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly credentials: LeverCredentials;
  readonly permits: Permits;
  readonly onCall?: (record: CallRecord) => void;
}

/** Lever over HTTP for one caller: its credential, a permit before each request, nothing outside its list of operations. */
export class HttpLeverAccess extends LeverAccess {
  constructor(private readonly options: HttpLeverAccessOptions) { super(); }

  open(caller: LeverCaller): LeverReads {
    return this.client(caller).reads();
  }

  openWrites(caller: LeverCaller, performAs: string | null): LeverWrites {
    return writesOf(this.client(caller), performAs);
  }

  private client(caller: LeverCaller): LeverClient {
    const { credentials, permits, baseUrl, timeoutMs, onCall } = this.options;
    const { tenantId, holder } = caller;
    const transport = new LeverTransport({
      baseUrl, timeoutMs, monotonicMs: monotonicNow, random: () => randomInt(1_000_000) / 1_000_000,
      sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
      authorize: () => credentials.authorization(tenantId, holder.connectionId),
      onUnauthorized: ({ authorization }) => credentials.afterRefusal(tenantId, holder.connectionId, authorization),
      permit: async (request) => {
        assertListed(caller, request.operation);
        await permits.take(holder, request.priority, { application: request.application, ...(request.signal && { signal: request.signal }) });
      },
      ...(onCall && { onCall }),
    });
    return new LeverClient(transport, { priority: caller.priority, ...(caller.signal && { signal: caller.signal }) });
  }
}

/** A plugin reads only what its own manifest lists (decisions D4). */
function assertListed(caller: LeverCaller, operation: string): void {
  if (caller.operations === null || caller.operations.includes(operation)) return;
  throw new PatchbayError('operation-not-listed', 'ours', `The manifest does not list the Lever operation ${operation}.`, { retryable: false });
}

function writesOf(client: LeverClient, performAs: string | null): LeverWrites {
  const actor = performAs === null ? {} : { performAs };
  return {
    addTags: (id, tags) => client.opportunities.addTags(id, tags, actor),
    removeTags: (id, tags) => client.opportunities.removeTags(id, tags, actor),
    addNote: (id, note) => client.notes.create(id, note, actor),
    // The guard has just looked: a second try after a failure would act on an old look.
    moveStage: (id, stageId) => client.opportunities.updateStage(id, stageId, { ...actor, attempts: 1 }),
    archive: (id, reason) => client.opportunities.updateArchived(id, { reason }, { ...actor, attempts: 1 }),
    unarchive: (id) => client.opportunities.updateArchived(id, { reason: null }, { ...actor, attempts: 1 }),
    createLead: async (lead) => {
      if (performAs === null) throw new PatchbayError('no-lever-user', 'outside', 'Lever needs a user to create a lead as.', { retryable: false });
      const created = await client.opportunities.create({
        contact: lead.contactId, postings: [lead.postingId], stage: 'lead-new', origin: 'sourced', sources: [lead.source], tags: lead.tags, createdAt: lead.createdAt,
      }, { performAs, performAsPostingOwner: lead.ownerFromPosting });
      return created.opportunity;
    },
  };
}
