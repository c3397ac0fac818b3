import type { Working } from './ciivsoft.context.js';
import { pastFromLever, pastFromMirror, type LeverFacts, type PastOpportunity } from './person-history.js';

/** What is known of people's past, from the mirror for many, from Lever for the few who would be suggested. */
export class PersonHistories {
  private facts: Promise<LeverFacts> | null = null;

  constructor(private readonly ctx: Pick<Working, 'mirror' | 'lever' | 'clock'>) {}

  async mirrored(contactIds: readonly string[]): Promise<ReadonlyMap<string, readonly PastOpportunity[]>> {
    const facts = await this.known();
    const histories = new Map<string, PastOpportunity[]>();
    for (const row of await this.ctx.mirror.opportunitiesOfContacts(contactIds)) {
      const past = histories.get(row.contactId) ?? [];
      past.push(pastFromMirror(row, facts));
      histories.set(row.contactId, past);
    }
    return histories;
  }

  /** One listing for all of them: each call costs a part of the account's rate. */
  async fresh(contactIds: readonly string[]): Promise<ReadonlyMap<string, readonly PastOpportunity[]>> {
    const histories = new Map<string, PastOpportunity[]>(contactIds.map((id) => [id, []]));
    if (contactIds.length === 0) return histories;
    const facts = await this.known();
    const rows = await this.ctx.lever.opportunities.list({ contactId: contactIds }, { expand: ['applications'] }).toArray();
    for (const row of rows) histories.get(row.contact)?.push(pastFromLever(row, facts, this.ctx.clock.now()));
    return histories;
  }

  private known(): Promise<LeverFacts> {
    this.facts ??= Promise.all([this.ctx.mirror.stages(), this.ctx.mirror.archiveReasons()]).then(([stages, reasons]) => ({ stages, reasons }));
    return this.facts;
  }
}
