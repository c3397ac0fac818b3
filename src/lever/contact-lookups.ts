import { setTimeout as sleep } from 'node:timers/promises';
import { LeverForbidden, type LeverReads, type OpportunityWith } from '../sdk/lever/index.js';
import type { ContactLookup } from './action-executors.js';

type Row = OpportunityWith<'applications'>;
type Sight = 'all' | 'visible';
type Reads = Pick<LeverReads, 'opportunities'>;
type Found = ReadonlyMap<string, readonly Row[]>;
interface Batch { readonly contactIds: Set<string>; readonly found: Promise<Found> }

/** For so long questions are gathered; asking takes far longer. */
const GATHER_MS = 10;
/** Ids in one address. */
const MOST = 25;

/** What several writes want to know of people at the same moment, asked in one call: each one costs a part of the account's rate. */
export class ContactLookups {
  private readonly gathering = new Map<string, Batch>();

  of(connectionId: string, reads: Reads): ContactLookup {
    return { opportunities: (contactId, sight) => this.ask(`${connectionId}:${sight}`, reads, contactId, sight) };
  }

  private async ask(key: string, reads: Reads, contactId: string, sight: Sight): Promise<readonly Row[]> {
    const open = this.gathering.get(key);
    if (!open) return (await this.begin(key, reads, contactId, sight)).get(contactId) ?? [];
    open.contactIds.add(contactId);
    if (open.contactIds.size >= MOST) this.gathering.delete(key);
    try {
      return (await open.found).get(contactId) ?? [];
    } catch (error) {
      if (error instanceof LeverForbidden) throw error;
      // The write that asked for all may have been cut for its own reasons: its switch, its lease.
      return (await lookUp(reads, [contactId], sight)).get(contactId) ?? [];
    }
  }

  private begin(key: string, reads: Reads, contactId: string, sight: Sight): Promise<Found> {
    const contactIds = new Set([contactId]);
    const found = sleep(GATHER_MS).then(() => {
      if (this.gathering.get(key)?.contactIds === contactIds) this.gathering.delete(key);
      return lookUp(reads, [...contactIds], sight);
    });
    this.gathering.set(key, { contactIds, found });
    return found;
  }
}

async function lookUp(reads: Reads, contactIds: readonly string[], sight: Sight): Promise<Found> {
  const found = new Map<string, Row[]>(contactIds.map((id) => [id, []]));
  const filter = { contactId: contactIds, ...(sight === 'all' && { confidentiality: 'all' as const }) };
  for await (const row of reads.opportunities.list(filter, { expand: ['applications'] })) found.get(row.contact)?.push(row);
  return found;
}
