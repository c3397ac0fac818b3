import type {
  ApplicationExpand, ApplicationReads, ApplicationWith, ArchiveChange, Contact, ContactReads, ContactUpdate, CreatedOpportunity,
  DeletedApplication, DeletedOpportunity, DeletedWindow, ExpandOptions, LeverList, LeverOperation, ListOptions, OpportunityCreate,
  OpportunityExpand, OpportunityFilter, OpportunityReads, OpportunityWith, OutgoingFile, PageOptions, ReadOptions,
} from '../../../sdk/lever/index.js';
import type { ActingWriteOptions, LeverCalls, WriteOptions } from '../lever-calls.js';
import { formOf } from '../multipart.js';
import {
  applicationReader, contactReader, createdOpportunityReader, deletedApplicationReader, deletedOpportunityReader, opportunityReader,
} from '../wire/people.wire.js';

export class OpportunityReadsClient implements OpportunityReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends OpportunityExpand = never>(id: string, options: ExpandOptions<E> = {}): Promise<OpportunityWith<E>> {
    return this.calls.one('opportunities.get', { opportunity: id }, opportunityReader.expanding(options.expand), options);
  }

  list<E extends OpportunityExpand = never>(filter: OpportunityFilter = {}, options: ListOptions<E> = {}): LeverList<OpportunityWith<E>> {
    return this.calls.list('opportunities.list', {}, opportunityReader.expanding(options.expand), options, filter);
  }

  listDeleted(window: Partial<DeletedWindow> = {}, options: PageOptions = {}): LeverList<DeletedOpportunity> {
    return this.calls.list('opportunities.listDeleted', {}, deletedOpportunityReader, options, window);
  }
}

export interface OpportunityCreateOptions extends ActingWriteOptions {
  /** Use the résumé to fill gaps; what is given explicitly wins. */
  readonly parse?: boolean;
  /** The posting's owner becomes the owner; needs exactly one posting. */
  readonly performAsPostingOwner?: boolean;
  readonly resumeFile?: OutgoingFile;
  readonly files?: readonly OutgoingFile[];
}

export class OpportunitiesClient extends OpportunityReadsClient {
  /** Always makes a new opportunity, even a second one for the same person and posting: look first. */
  create(body: OpportunityCreate, options: OpportunityCreateOptions): Promise<CreatedOpportunity> {
    const { parse, performAsPostingOwner, resumeFile, files = [], ...call } = options;
    const query = { parse, perform_as_posting_owner: performAsPostingOwner };
    const parts = [...(resumeFile ? [{ field: 'resumeFile', file: resumeFile }] : []), ...files.map((file) => ({ field: 'files[]', file }))];
    const content = parts.length > 0 ? { form: () => formOf(body, parts) } : { json: body };
    return this.calls.write('opportunities.create', {}, { ...content, query }, createdOpportunityReader, call);
  }

  /** Works on archived opportunities too, which then stay archived. */
  updateStage(id: string, stage: string, options: WriteOptions = {}): Promise<void> {
    return this.calls.confirm('opportunities.updateStage', { opportunity: id }, { json: { stage } }, options);
  }

  updateArchived(id: string, change: ArchiveChange, options: WriteOptions = {}): Promise<void> {
    return this.calls.confirm('opportunities.updateArchived', { opportunity: id }, { json: change }, options);
  }

  addTags(id: string, tags: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.addTags', id, { tags }, options);
  }

  removeTags(id: string, tags: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.removeTags', id, { tags }, options);
  }

  addSources(id: string, sources: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.addSources', id, { sources }, options);
  }

  removeSources(id: string, sources: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.removeSources', id, { sources }, options);
  }

  /** Links are kept on the contact. */
  addLinks(id: string, links: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.addLinks', id, { links }, options);
  }

  removeLinks(id: string, links: readonly string[], options: WriteOptions = {}): Promise<void> {
    return this.changeSet('opportunities.removeLinks', id, { links }, options);
  }

  private changeSet(operation: LeverOperation, opportunity: string, json: object, options: WriteOptions): Promise<void> {
    return this.calls.confirm(operation, { opportunity }, { json }, options);
  }
}

export class ContactReadsClient implements ContactReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<Contact> {
    return this.calls.one('contacts.get', { contact: id }, contactReader, options);
  }
}

export class ContactsClient extends ContactReadsClient {
  /** Refused for anonymised contacts. */
  update(id: string, body: ContactUpdate, options: WriteOptions = {}): Promise<void> {
    return this.calls.confirm('contacts.update', { contact: id }, { json: body }, options);
  }
}

export class ApplicationReadsClient implements ApplicationReads {
  constructor(private readonly calls: LeverCalls) {}

  get<E extends ApplicationExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<ApplicationWith<E>> {
    const params = { opportunity: opportunityId, application: id };
    return this.calls.one('applications.get', params, applicationReader.expanding(options.expand), options);
  }

  list<E extends ApplicationExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<ApplicationWith<E>> {
    return this.calls.list('applications.list', { opportunity: opportunityId }, applicationReader.expanding(options.expand), options);
  }

  listDeleted(window: DeletedWindow, options: PageOptions = {}): LeverList<DeletedApplication> {
    return this.calls.list('applications.listDeleted', {}, deletedApplicationReader, options, window);
  }
}
