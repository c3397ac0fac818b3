import type { Working } from './ciivsoft.context.js';
import { pastFromLever, pastFromMirror, type LeverFacts, type PastOpportunity } from './person-history.js';

/** What is known of people's past, from the mirror for many and from Lever for one. */
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

  async fresh(contactId: string): Promise<readonly PastOpportunity[]> {
    const facts = await this.known();
    const rows = await this.ctx.lever.opportunities.list({ contactId: [contactId] }, { expand: ['applications'] }).toArray();
    return rows.map((row) => pastFromLever(row, facts, this.ctx.clock.now()));
  }

  private known(): Promise<LeverFacts> {
    this.facts ??= Promise.all([this.ctx.mirror.stages(), this.ctx.mirror.archiveReasons()]).then(([stages, reasons]) => ({ stages, reasons }));
    return this.facts;
  }
}
