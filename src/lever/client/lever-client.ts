import type { LeverWebhook, Note, Opportunity, Query } from '../../sdk/lever/index.js';
import { dataFrom } from './lever-paging.js';
import { LeverReader } from './lever-reader.js';

const enc = encodeURIComponent;

export interface NewLead {
  readonly contact: string;
  readonly postings: readonly [string];
  readonly sources: readonly string[];
  readonly tags?: readonly string[];
  readonly createdAt: number;
}

/** Reads and writes. Writes are called by the action runner only; plugins get the reads. */
export class LeverClient extends LeverReader {
  async addTags(opportunityId: string, tags: readonly string[], performAs: string | null): Promise<void> {
    await this.write('opportunities.addTags', 'POST', `/opportunities/${enc(opportunityId)}/addTags`, { tags }, 'set', actor(performAs));
  }

  async removeTags(opportunityId: string, tags: readonly string[], performAs: string | null): Promise<void> {
    await this.write('opportunities.removeTags', 'POST', `/opportunities/${enc(opportunityId)}/removeTags`, { tags }, 'set', actor(performAs));
  }

  /** `createdAt` in the past makes the note findable again after a lost answer (decisions D8). */
  async addNote(opportunityId: string, note: { value: string; createdAt: number; secret: boolean }, performAs: string | null): Promise<Note> {
    return dataFrom<Note>(await this.write('notes.create', 'POST', `/opportunities/${enc(opportunityId)}/notes`, note, 'append', actor(performAs)));
  }

  async moveStage(opportunityId: string, stage: string, performAs: string | null): Promise<Opportunity> {
    return dataFrom<Opportunity>(await this.write('opportunities.stage', 'PUT', `/opportunities/${enc(opportunityId)}/stage`, { stage }, 'set', actor(performAs)));
  }

  /** `reason` null brings it back from the archive. */
  async archive(opportunityId: string, reason: string | null, performAs: string | null): Promise<Opportunity> {
    return dataFrom<Opportunity>(await this.write('opportunities.archive', 'PUT', `/opportunities/${enc(opportunityId)}/archived`, { reason }, 'set', actor(performAs)));
  }

  /** Always makes a new opportunity, even a second one for the same posting: look first (lever-api 7.4). */
  async createLead(lead: NewLead, performAs: string, ownerFromPosting: boolean): Promise<Opportunity> {
    const body = { ...lead, stage: 'lead-new', origin: 'sourced' };
    const query = { perform_as: performAs, ...(ownerFromPosting && { perform_as_posting_owner: true }) };
    return dataFrom<Opportunity>(await this.write('opportunities.create', 'POST', '/opportunities', body, 'append', query));
  }

  /** The signature token is in this answer only. Two identical calls make two subscriptions. */
  async createWebhook(url: string, event: string): Promise<LeverWebhook> {
    return dataFrom<LeverWebhook>(await this.write('webhooks.create', 'POST', '/webhooks', { url, event }, 'append'));
  }

  async deleteWebhook(id: string): Promise<void> {
    await this.write('webhooks.delete', 'DELETE', `/webhooks/${enc(id)}`, undefined, 'set');
  }

  private write(
    operation: string, method: 'POST' | 'PUT' | 'DELETE', path: string, json: unknown, effect: 'set' | 'append', query: Query = {},
  ): Promise<unknown> {
    return this.transport.json({ operation, method, path, json, effect, query });
  }
}

function actor(performAs: string | null): Query {
  return performAs === null ? {} : { perform_as: performAs };
}
