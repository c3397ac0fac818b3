import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { PatchbayError } from '../sdk/errors.js';
import type { Compared, ComparedPerson, JobText, KeptResume, People, PeopleWrites, SearchOptions, Shortlist } from '../sdk/people.js';
import type { SecretBox } from '../secrets/secret-box.js';
import { hashOf, ResumeStore } from './resume-store.js';
import type { AskedPerson } from './search-protocol.js';
import type { SearchThread } from './search-thread.js';
import { StatisticsStore } from './statistics-store.js';

/** Résumés are read and handed to the thread in portions. */
const PORTION = 200;
/** New statistics once the number of people has moved by this share. */
const DRIFT = 0.1;

export interface PeopleSearchPorts { readonly database: Database; readonly secretBox: SecretBox; readonly clock: Clock; readonly thread: SearchThread | null }

/**
 * Every tenant's people as searchable text. PostgreSQL holds the truth; the thread's index is built from it at first use and
 * caught up before each question. Without a thread (a process that only answers the web) searching throws.
 */
export class PeopleSearch {
  private readonly resumes: ResumeStore;
  private readonly statistics = new StatisticsStore();
  /** Building and catching up go one after another for each tenant. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly ports: PeopleSearchPorts) {
    this.resumes = new ResumeStore(ports.secretBox);
  }

  writes(em: EntityManager, tenantId: string): PeopleWrites {
    return this.resumes.writes(em, tenantId);
  }

  open(tenantId: string): People {
    const em = (): EntityManager => this.ports.database.forTenant(tenantId);
    return {
      kept: (contactIds): Promise<ReadonlyMap<string, KeptResume>> => this.resumes.kept(em(), contactIds),
      count: async () => (await this.resumes.extent(em())).people,
      pinStatistics: (asOf) => this.inTurn(tenantId, () => this.pin(tenantId, asOf)),
      shortlist: (job, options) => this.shortlist(tenantId, job, options),
      compare: (jobs, people, options) => this.compare(tenantId, jobs, people, options),
    };
  }

  async stop(): Promise<void> {
    await this.ports.thread?.stop();
  }

  private get thread(): SearchThread {
    if (this.ports.thread) return this.ports.thread;
    throw new PatchbayError('no-search-here', 'ours', 'People are searched by worker processes: enqueue a job.', { retryable: false });
  }

  private async pin(tenantId: string, asOf: string): Promise<number> {
    const em = this.ports.database.forTenant(tenantId);
    const newest = await this.statistics.newest(em);
    const { people } = await this.resumes.extent(em);
    if (newest && Math.abs(people - newest.documents) <= newest.documents * DRIFT) return newest.number;
    const index = `${tenantId}:new`;
    await this.fill(tenantId, index, asOf);
    const { statistics, documents } = await this.thread.ask<'finish'>({ kind: 'finish', index, statistics: null, version: randomUUID().slice(0, 8) });
    const number = await this.ports.database.inTenant(tenantId, (transaction) =>
      this.statistics.add(transaction, tenantId, { asOf, documents, snapshot: statistics }, this.ports.clock.now()));
    await this.thread.ask<'rename'>({ kind: 'rename', index, to: `${tenantId}:${number}` });
    return number;
  }

  /** Hands every résumé of the tenant to a new collection of the thread. */
  private async fill(tenantId: string, index: string, asOf: string): Promise<void> {
    await this.thread.ask<'begin'>({ kind: 'begin', index, asOf });
    await this.addChanges(tenantId, index, 0);
  }

  private async addChanges(tenantId: string, index: string, since: number): Promise<void> {
    for (let from = since, isLast = false; !isLast;) {
      const page = await this.resumes.changedSince(this.ports.database.forTenant(tenantId), tenantId, from, PORTION);
      if (page.resumes.length > 0) await this.thread.ask<'add'>({ kind: 'add', index, resumes: page.resumes, change: page.change });
      [from, isLast] = [page.change, page.isLast];
    }
  }

  /** The index of these statistics, built or caught up; rows that vanished (an erasure) are taken out. */
  private ready(tenantId: string, number: number): Promise<string> {
    return this.inTurn(tenantId, async () => {
      const index = `${tenantId}:${number}`;
      const known = await this.thread.ask<'state'>({ kind: 'state', index });
      if (!known) {
        const { asOf, snapshot } = await this.statistics.byNumber(this.ports.database.forTenant(tenantId), number);
        await this.fill(tenantId, index, asOf);
        await this.thread.ask<'finish'>({ kind: 'finish', index, statistics: snapshot, version: '' });
        return index;
      }
      const em = this.ports.database.forTenant(tenantId);
      const { people, change } = await this.resumes.extent(em);
      if (change > known.change) await this.addChanges(tenantId, index, known.change);
      const now = await this.thread.ask<'state'>({ kind: 'state', index });
      if (now?.people !== people) await this.thread.ask<'keep-only'>({ kind: 'keep-only', index, contactIds: await this.resumes.searchableIds(em) });
      return index;
    });
  }

  private async shortlist(tenantId: string, job: JobText, options: SearchOptions & { readonly without: readonly string[] }): Promise<Shortlist> {
    const index = await this.ready(tenantId, options.statistics);
    return this.thread.ask<'shortlist'>({ kind: 'shortlist', index, job, without: options.without });
  }

  private async compare(
    tenantId: string, jobs: readonly JobText[], people: readonly ComparedPerson[], options: SearchOptions & { readonly threshold: number },
  ): Promise<Compared> {
    const index = await this.ready(tenantId, options.statistics);
    const { asked, unknown } = await this.asked(tenantId, people);
    const ask = (given: readonly AskedPerson[]) => this.thread.ask<'compare'>({
      kind: 'compare', index, jobs, people: given, asOf: options.asOf, threshold: options.threshold,
    });
    const first = await ask(asked);
    if (first.needed.length === 0) return { comparisons: first.comparisons, tooThin: first.tooThin, unknown };
    const texts = new Map((await this.resumes.texts(this.ports.database.forTenant(tenantId), tenantId, first.needed))
      .flatMap((resume) => (resume.text === null ? [] : [[resume.contactId, resume] as const])));
    const given = asked.flatMap((person) => {
      if (!first.needed.includes(person.contactId)) return [person];
      const found = texts.get(person.contactId);
      return found?.text == null ? [] : [{ ...person, hash: found.hash, text: found.text }];
    });
    const gone = asked.filter((person) => !given.some((one) => one.contactId === person.contactId)).map((person) => person.contactId);
    const second = await ask(given);
    return { comparisons: second.comparisons, tooThin: second.tooThin, unknown: [...unknown, ...gone] };
  }

  private async asked(tenantId: string, people: readonly ComparedPerson[]): Promise<{ asked: AskedPerson[]; unknown: string[] }> {
    const kept = await this.resumes.kept(this.ports.database.forTenant(tenantId), people.map((person) => person.contactId));
    const asked = people.flatMap(({ contactId, text }): AskedPerson[] => {
      const known = kept.get(contactId);
      const lastActive = known?.lastActiveAt ?? 0;
      if (text !== undefined) return [{ contactId, text, hash: hashOf(text), lastActive }];
      return known?.hash == null ? [] : [{ contactId, hash: known.hash, lastActive }];
    });
    const found = new Set(asked.map((person) => person.contactId));
    return { asked, unknown: people.map((person) => person.contactId).filter((id) => !found.has(id)) };
  }

  private inTurn<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(tenantId) ?? Promise.resolve()).then(work, work);
    this.turns.set(tenantId, turn.catch(() => undefined));
    return turn;
  }
}
