import type {
  ArchiveReason, ArchiveReasonReads, DispositionStages, LeverList, LeverOperation, LeverUser, PageOptions, ReadOptions, SourceTag, Stage,
  StageReads, TextReads, UserCreate, UserFilter, UserReads, UserReplace, Webhook, WebhookChange, WebhookCreate, WebhookReads,
} from '../../../sdk/lever/index.js';
import type { LeverCalls, WriteOptions } from '../lever-calls.js';
import {
  archiveReasonReader, createdWebhookReader, dispositionReader, sourceTagReader, stageReader, userReader, webhookReader,
} from '../wire/account.wire.js';
import { createdIdReader } from '../wire/created.wire.js';

type UnattributedWrite = Omit<WriteOptions, 'performAs'>;

export class StageReadsClient implements StageReads {
  constructor(private readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<Stage> {
    return this.calls.one('stages.get', { stage: id }, stageReader, options);
  }

  list(options: PageOptions = {}): LeverList<Stage> {
    return this.calls.list('stages.list', {}, stageReader, options);
  }

  disposition(options: ReadOptions = {}): Promise<DispositionStages> {
    return this.calls.one('dispositionStages.get', {}, dispositionReader, options);
  }
}

export class ArchiveReasonReadsClient implements ArchiveReasonReads {
  constructor(private readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<ArchiveReason> {
    return this.calls.one('archiveReasons.get', { archiveReason: id }, archiveReasonReader, options);
  }

  list(filter: { readonly type?: 'hired' | 'non-hired' } = {}, options: PageOptions = {}): LeverList<ArchiveReason> {
    return this.calls.list('archiveReasons.list', {}, archiveReasonReader, options, filter);
  }
}

/** Sources or tags. */
export class TextReadsClient implements TextReads {
  constructor(private readonly calls: LeverCalls, private readonly operation: Extract<LeverOperation, 'sources.list' | 'tags.list'>) {}

  list(options: PageOptions = {}): LeverList<SourceTag> {
    return this.calls.list(this.operation, {}, sourceTagReader, options);
  }
}

export class UserReadsClient implements UserReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<LeverUser> {
    return this.calls.one('users.get', { user: id }, userReader, options);
  }

  list(filter: UserFilter = {}, options: PageOptions = {}): LeverList<LeverUser> {
    return this.calls.list('users.list', {}, userReader, options, filter);
  }
}

export class UsersClient extends UserReadsClient {
  /** Sends no invitation; an address that is taken is refused. */
  create(body: UserCreate, options: UnattributedWrite = {}): Promise<{ id: string }> {
    return this.calls.write('users.create', {}, { json: body }, createdIdReader, options);
  }

  update(id: string, body: UserReplace, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('users.update', { user: id }, { json: body }, options);
  }

  deactivate(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('users.deactivate', { user: id }, {}, options);
  }

  reactivate(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('users.reactivate', { user: id }, {}, options);
  }
}

export class WebhookReadsClient implements WebhookReads {
  constructor(protected readonly calls: LeverCalls) {}

  list(options: PageOptions = {}): LeverList<Webhook> {
    return this.calls.list('webhooks.list', {}, webhookReader, options);
  }
}

export class WebhooksClient extends WebhookReadsClient {
  /** The signature token is in this answer and never again. Two identical calls make two subscriptions. */
  create(body: WebhookCreate, options: UnattributedWrite = {}): Promise<Webhook> {
    return this.calls.write('webhooks.create', {}, { json: body }, createdWebhookReader, options);
  }

  /** Only subscriptions made through the API. */
  update(changes: readonly WebhookChange[], options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('webhooks.update', {}, { json: { data: changes } }, options);
  }

  delete(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('webhooks.delete', { webhook: id }, {}, options);
  }
}
