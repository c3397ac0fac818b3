import type {
  ExpandOptions, FeedbackCreate, FeedbackExpand, FeedbackReads, FeedbackReplace, FeedbackTemplate, FeedbackTemplateReads, FeedbackWith,
  FormCreate, FormExpand, FormReads, FormTemplate, FormTemplateReads, FormWith, LeverList, ListOptions, PageOptions, ReadOptions,
  ReferralExpand, ReferralReads, ReferralWith, TemplateWrite,
} from '../../../sdk/lever/index.js';
import type { ActingWriteOptions, LeverCalls, WriteOptions } from '../lever-calls.js';
import { createdIdReader } from '../wire/created.wire.js';
import { feedbackReader, feedbackTemplateReader, formReader, formTemplateReader, referralReader } from '../wire/form.wire.js';

type UnattributedWrite = Omit<WriteOptions, 'performAs'>;

export class FeedbackReadsClient implements FeedbackReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends FeedbackExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<FeedbackWith<E>> {
    const params = { opportunity: opportunityId, feedback: id };
    return this.calls.one('feedback.get', params, feedbackReader.expanding(options.expand), options);
  }

  list<E extends FeedbackExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<FeedbackWith<E>> {
    return this.calls.list('feedback.list', { opportunity: opportunityId }, feedbackReader.expanding(options.expand), options);
  }
}

export class FeedbackClient extends FeedbackReadsClient {
  create(opportunityId: string, body: FeedbackCreate, options: ActingWriteOptions): Promise<{ id: string }> {
    return this.calls.write('feedback.create', { opportunity: opportunityId }, { json: body }, createdIdReader, options);
  }

  update(opportunityId: string, id: string, body: FeedbackReplace, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('feedback.update', { opportunity: opportunityId, feedback: id }, { json: body }, options);
  }

  delete(opportunityId: string, id: string, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('feedback.delete', { opportunity: opportunityId, feedback: id }, {}, options);
  }
}

export class FormReadsClient implements FormReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends FormExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<FormWith<E>> {
    return this.calls.one('forms.get', { opportunity: opportunityId, form: id }, formReader.expanding(options.expand), options);
  }

  list<E extends FormExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<FormWith<E>> {
    return this.calls.list('forms.list', { opportunity: opportunityId }, formReader.expanding(options.expand), options);
  }
}

export class FormsClient extends FormReadsClient {
  create(opportunityId: string, body: FormCreate, options: WriteOptions = {}): Promise<{ id: string }> {
    return this.calls.write('forms.create', { opportunity: opportunityId }, { json: body }, createdIdReader, options);
  }
}

export class ReferralReadsClient implements ReferralReads {
  constructor(private readonly calls: LeverCalls) {}

  get<E extends ReferralExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<ReferralWith<E>> {
    const params = { opportunity: opportunityId, referral: id };
    return this.calls.one('referrals.get', params, referralReader.expanding(options.expand), options);
  }

  list<E extends ReferralExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<ReferralWith<E>> {
    return this.calls.list('referrals.list', { opportunity: opportunityId }, referralReader.expanding(options.expand), options);
  }
}

export class FeedbackTemplateReadsClient implements FeedbackTemplateReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<FeedbackTemplate> {
    return this.calls.one('feedbackTemplates.get', { template: id }, feedbackTemplateReader, options);
  }

  list(options: PageOptions = {}): LeverList<FeedbackTemplate> {
    return this.calls.list('feedbackTemplates.list', {}, feedbackTemplateReader, options);
  }
}

export class FeedbackTemplatesClient extends FeedbackTemplateReadsClient {
  create(body: TemplateWrite, options: UnattributedWrite = {}): Promise<{ id: string }> {
    return this.calls.write('feedbackTemplates.create', {}, { json: body }, createdIdReader, options);
  }

  update(id: string, body: TemplateWrite, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('feedbackTemplates.update', { template: id }, { json: body }, options);
  }

  /** Only templates made through the API. */
  delete(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('feedbackTemplates.delete', { template: id }, {}, options);
  }
}

export class FormTemplateReadsClient implements FormTemplateReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<FormTemplate> {
    return this.calls.one('formTemplates.get', { template: id }, formTemplateReader, options);
  }

  list(options: PageOptions = {}): LeverList<FormTemplate> {
    return this.calls.list('formTemplates.list', {}, formTemplateReader, options);
  }
}

export class FormTemplatesClient extends FormTemplateReadsClient {
  create(body: TemplateWrite, options: UnattributedWrite = {}): Promise<{ id: string }> {
    return this.calls.write('formTemplates.create', {}, { json: body }, createdIdReader, options);
  }

  update(id: string, body: TemplateWrite, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('formTemplates.update', { template: id }, { json: body }, options);
  }

  delete(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('formTemplates.delete', { template: id }, {}, options);
  }
}
