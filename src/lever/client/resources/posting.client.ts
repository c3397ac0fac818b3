import type {
  Applied, ApplyBody, ApplyForm, DeletedPosting, DeletedWindow, ExpandOptions, LeverList, ListOptions, OutgoingFile, PageOptions,
  PostingChangeFilter, PostingExpand, PostingFilter, PostingReads, PostingUsers, PostingWith, PostingWrite, ReadOptions, Upload,
} from '../../../sdk/lever/index.js';
import type { ActingWriteOptions, LeverCalls, WriteOptions } from '../lever-calls.js';
import { formOf } from '../multipart.js';
import { createdIdReader } from '../wire/created.wire.js';
import {
  appliedReader, applyFormReader, deletedPostingReader, postingReader, postingUsersReader, uploadReader,
} from '../wire/posting.wire.js';

export class PostingReadsClient implements PostingReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends PostingExpand = never>(id: string, options: ExpandOptions<E> = {}): Promise<PostingWith<E>> {
    return this.calls.one('postings.get', { posting: id }, postingReader.expanding(options.expand), options);
  }

  list<E extends PostingExpand = never>(filter: PostingFilter = {}, options: ListOptions<E> = {}): LeverList<PostingWith<E>> {
    return this.calls.list('postings.list', {}, postingReader.expanding(options.expand), options, filter);
  }

  listChanged<E extends PostingExpand = never>(filter: PostingChangeFilter, options: ListOptions<E> = {}): LeverList<PostingWith<E>> {
    return this.calls.list('postings.list', {}, postingReader.expanding(options.expand), options, filter);
  }

  listDeleted(window: Partial<DeletedWindow> = {}, options: PageOptions = {}): LeverList<DeletedPosting> {
    return this.calls.list('postings.listDeleted', {}, deletedPostingReader, options, window);
  }

  users(id: string, options: ReadOptions = {}): Promise<PostingUsers> {
    return this.calls.one('postings.users', { posting: id }, postingUsersReader, options);
  }

  applyForm(id: string, options: ReadOptions & { readonly distribution?: 'internal' | 'external' } = {}): Promise<ApplyForm> {
    const { distribution, ...call } = options;
    return this.calls.one('postings.applyForm', { posting: id }, applyFormReader, call, { distribution });
  }
}

export class PostingsClient extends PostingReadsClient {
  create(body: PostingWrite & { readonly text: string }, options: ActingWriteOptions): Promise<{ id: string }> {
    return this.calls.write('postings.create', {}, { json: body }, createdIdReader, options);
  }

  /** Changes the fields it names; skips Lever's approval chain. */
  update(id: string, body: PostingWrite, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('postings.update', { posting: id }, { json: body }, options);
  }

  /** Each call is a further application: look before a second one. */
  apply(id: string, body: ApplyBody, options: Omit<WriteOptions, 'performAs'> & { sendConfirmationEmail?: boolean } = {}): Promise<Applied> {
    const { sendConfirmationEmail, ...call } = options;
    const query = { send_confirmation_email: sendConfirmationEmail };
    return this.calls.write('postings.apply', { posting: id }, { json: body, query }, appliedReader, call);
  }
}

export class UploadsClient {
  constructor(private readonly calls: LeverCalls) {}

  create(file: OutgoingFile, options: Omit<WriteOptions, 'performAs'> = {}): Promise<Upload> {
    return this.calls.write('uploads.create', {}, { form: () => formOf({}, [{ field: 'file', file }]) }, uploadReader, options);
  }
}
