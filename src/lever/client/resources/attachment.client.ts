import type {
  ExpandOptions, FileAction, FileReads, LeverDownload, LeverFile, LeverList, ListOptions, NoteCreate, NoteExpand, NoteReads, NoteReplace,
  NoteWith, OccurredFilter, OfferExpand, OfferReads, OfferWith, OutgoingFile, PageOptions, ReadOptions, Resume, ResumeReads, UploadedFilter,
} from '../../../sdk/lever/index.js';
import type { ActingWriteOptions, LeverCalls, WriteOptions } from '../lever-calls.js';
import { formOf } from '../multipart.js';
import { createdNoteReader, fileActionReader, fileReader, noteReader, offerReader, resumeReader } from '../wire/attachment.wire.js';
import { createdIdReader } from '../wire/created.wire.js';

export class NoteReadsClient implements NoteReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends NoteExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<NoteWith<E>> {
    return this.calls.one('notes.get', { opportunity: opportunityId, note: id }, noteReader.expanding(options.expand), options);
  }

  list<E extends NoteExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<NoteWith<E>> {
    return this.calls.list('notes.list', { opportunity: opportunityId }, noteReader.expanding(options.expand), options);
  }
}

export interface CreatedNote {
  readonly id: string;
  /** What Lever kept; null when its answer does not tell. */
  readonly createdAt: number | null;
}

export class NotesClient extends NoteReadsClient {
  /** Each call is a further note: look before a second one. `replyTo` puts it into that note's thread. */
  create(opportunityId: string, body: NoteCreate, options: WriteOptions & { replyTo?: string } = {}): Promise<CreatedNote> {
    const { replyTo, ...call } = options;
    const query = { note_id: replyTo };
    return this.calls.write('notes.create', { opportunity: opportunityId }, { json: body, query }, createdNoteReader, call);
  }

  /** Only notes made through the API. */
  update(opportunityId: string, id: string, body: NoteReplace, options: Omit<WriteOptions, 'performAs'> = {}): Promise<void> {
    return this.calls.confirm('notes.update', { opportunity: opportunityId, note: id }, { json: body }, options);
  }

  /** Only notes made through the API. */
  delete(opportunityId: string, id: string, options: Omit<WriteOptions, 'performAs'> = {}): Promise<void> {
    return this.calls.confirm('notes.delete', { opportunity: opportunityId, note: id }, {}, options);
  }
}

export class ResumeReadsClient implements ResumeReads {
  constructor(private readonly calls: LeverCalls) {}

  get(opportunityId: string, id: string, options: ReadOptions = {}): Promise<Resume> {
    return this.calls.one('resumes.get', { opportunity: opportunityId, resume: id }, resumeReader, options);
  }

  list(opportunityId: string, filter: UploadedFilter = {}, options: PageOptions = {}): LeverList<Resume> {
    return this.calls.list('resumes.list', { opportunity: opportunityId }, resumeReader, options, filter);
  }

  download(opportunityId: string, id: string, options: ReadOptions = {}): Promise<LeverDownload> {
    return this.calls.download('resumes.download', { opportunity: opportunityId, resume: id }, options);
  }
}

export class FileReadsClient implements FileReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(opportunityId: string, id: string, options: ReadOptions = {}): Promise<LeverFile> {
    return this.calls.one('files.get', { opportunity: opportunityId, file: id }, fileReader, options);
  }

  list(opportunityId: string, filter: UploadedFilter = {}, options: PageOptions = {}): LeverList<LeverFile> {
    return this.calls.list('files.list', { opportunity: opportunityId }, fileReader, options, filter);
  }

  download(opportunityId: string, id: string, options: ReadOptions = {}): Promise<LeverDownload> {
    return this.calls.download('files.download', { opportunity: opportunityId, file: id }, options);
  }

  actions(opportunityId: string, filter: OccurredFilter = {}, options: PageOptions = {}): LeverList<FileAction> {
    return this.calls.list('fileActions.list', { opportunity: opportunityId }, fileActionReader, options, filter);
  }
}

export class FilesClient extends FileReadsClient {
  upload(opportunityId: string, file: OutgoingFile, options: ActingWriteOptions): Promise<{ id: string }> {
    const form = () => formOf({}, [{ field: 'file', file }]);
    return this.calls.write('files.upload', { opportunity: opportunityId }, { form }, createdIdReader, options);
  }

  delete(opportunityId: string, id: string, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('files.delete', { opportunity: opportunityId, file: id }, {}, options);
  }
}

export class OfferReadsClient implements OfferReads {
  constructor(private readonly calls: LeverCalls) {}

  list<E extends OfferExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<OfferWith<E>> {
    return this.calls.list('offers.list', { opportunity: opportunityId }, offerReader.expanding(options.expand), options);
  }

  download(opportunityId: string, id: string, options: ReadOptions & { readonly status?: 'sent' | 'signed' } = {}): Promise<LeverDownload> {
    const { status, ...call } = options;
    return this.calls.download('offers.download', { opportunity: opportunityId, offer: id }, call, { status });
  }
}
