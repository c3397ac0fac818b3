import type {
  Application, ArchiveReason, Contact, DeletedRow, LeverFile, LeverPage, LeverReads, LeverRecord, LeverUser, Note, Opportunity, Posting, Query,
  Resume, SourceOrTag, Stage,
} from '../../sdk/lever/index.js';
import { LeverNotFound, LeverRefused } from './lever-errors.js';
import { dataFrom, iterate, pageFrom } from './lever-paging.js';
import type { LeverTransport } from './lever-transport.js';

const enc = encodeURIComponent;

/** All reads of the hub and its plugins. Paths and filters: lever-api sections 4.1 to 4.15. */
export class LeverReader implements LeverReads {
  constructor(protected readonly transport: LeverTransport) {}

  opportunities(query: Query = {}): AsyncIterable<Opportunity> {
    return iterate((asked, offset) => this.opportunityPage(asked, offset), query);
  }

  opportunityPage(query: Query, offset: string | null): Promise<LeverPage<Opportunity>> {
    return this.page('opportunities.list', '/opportunities', query, offset);
  }

  opportunity(id: string, expand: readonly string[] = []): Promise<Opportunity | null> {
    return this.orNull(this.one('opportunities.get', `/opportunities/${enc(id)}`, expand.length > 0 ? { expand } : {}));
  }

  deletedOpportunities(query: Query = {}): AsyncIterable<DeletedRow> { return this.list('opportunities.deleted', '/opportunities/deleted', query); }
  contact(id: string): Promise<Contact | null> { return this.orNull(this.one('contacts.get', `/contacts/${enc(id)}`)); }
  applications(id: string): AsyncIterable<Application> { return this.list('applications.list', `/opportunities/${enc(id)}/applications`); }
  notes(id: string): AsyncIterable<Note> { return this.list('notes.list', `/opportunities/${enc(id)}/notes`); }
  resumes(id: string): AsyncIterable<Resume> { return this.list('resumes.list', `/opportunities/${enc(id)}/resumes`); }
  files(id: string): AsyncIterable<LeverFile> { return this.list('files.list', `/opportunities/${enc(id)}/files`); }

  async downloadResume(opportunityId: string, resumeId: string): Promise<Buffer | null> {
    try {
      return await this.transport.bytes({
        operation: 'resumes.download', method: 'GET', effect: 'read', path: `/opportunities/${enc(opportunityId)}/resumes/${enc(resumeId)}/download`,
      });
    } catch (error) {
      // Lever answers 422 for a file it could not process (lever-api 3.5).
      if (error instanceof LeverRefused || error instanceof LeverNotFound) return null;
      throw error;
    }
  }

  related(id: string, kind: 'offers' | 'referrals' | 'forms' | 'feedback' | 'interviews' | 'panels'): AsyncIterable<LeverRecord> {
    return this.list(`${kind}.list`, `/opportunities/${enc(id)}/${kind}`);
  }

  postings(query: Query = {}): AsyncIterable<Posting> { return this.list('postings.list', '/postings', query); }
  posting(id: string): Promise<Posting | null> { return this.orNull(this.one('postings.get', `/postings/${enc(id)}`)); }
  sources(): AsyncIterable<SourceOrTag> { return this.list('sources.list', '/sources'); }
  tags(): AsyncIterable<SourceOrTag> { return this.list('tags.list', '/tags'); }
  users(query: Query = {}): AsyncIterable<LeverUser> { return this.list('users.list', '/users', query); }
  requisitions(query: Query = {}): AsyncIterable<LeverRecord> { return this.list('requisitions.list', '/requisitions', query); }

  async stages(): Promise<readonly Stage[]> { return all(this.list<Stage>('stages.list', '/stages')); }
  async archiveReasons(): Promise<readonly ArchiveReason[]> { return all(this.list<ArchiveReason>('archive_reasons.list', '/archive_reasons')); }

  private list<T extends object>(operation: string, path: string, query: Query = {}): AsyncIterable<T> {
    return iterate<T>((asked, offset) => this.page<T>(operation, path, asked, offset), query);
  }

  private async page<T>(operation: string, path: string, query: Query, offset: string | null): Promise<LeverPage<T>> {
    return pageFrom<T>(await this.transport.json({
      operation, method: 'GET', effect: 'read', path, query: { limit: 100, ...query, ...(offset !== null && { offset }) },
    }));
  }

  private async one<T>(operation: string, path: string, query: Query = {}): Promise<T> {
    return dataFrom<T>(await this.transport.json({ operation, method: 'GET', effect: 'read', path, query }));
  }

  private async orNull<T>(found: Promise<T>): Promise<T | null> {
    try { return await found; } catch (error) { if (error instanceof LeverNotFound) return null; throw error; }
  }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
