import type {
  ExpandOptions, InterviewExpand, InterviewReads, InterviewWith, InterviewWrite, LeverList, ListOptions, PanelExpand, PanelReads, PanelWith,
  PanelWrite,
} from '../../../sdk/lever/index.js';
import type { ActingWriteOptions, LeverCalls } from '../lever-calls.js';
import { createdIdReader } from '../wire/created.wire.js';
import { interviewReader, panelReader } from '../wire/interview.wire.js';

export class InterviewReadsClient implements InterviewReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends InterviewExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<InterviewWith<E>> {
    const params = { opportunity: opportunityId, interview: id };
    return this.calls.one('interviews.get', params, interviewReader.expanding(options.expand), options);
  }

  list<E extends InterviewExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<InterviewWith<E>> {
    return this.calls.list('interviews.list', { opportunity: opportunityId }, interviewReader.expanding(options.expand), options);
  }
}

export class InterviewsClient extends InterviewReadsClient {
  create(opportunityId: string, body: InterviewWrite, options: ActingWriteOptions): Promise<{ id: string }> {
    return this.calls.write('interviews.create', { opportunity: opportunityId }, { json: body }, createdIdReader, options);
  }

  /** Replaces the interview: what is not named is wiped. */
  update(opportunityId: string, id: string, body: InterviewWrite, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('interviews.update', { opportunity: opportunityId, interview: id }, { json: body }, options);
  }

  /** Deleting the last interview deletes its panel. */
  delete(opportunityId: string, id: string, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('interviews.delete', { opportunity: opportunityId, interview: id }, {}, options);
  }
}

export class PanelReadsClient implements PanelReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends PanelExpand = never>(opportunityId: string, id: string, options: ExpandOptions<E> = {}): Promise<PanelWith<E>> {
    return this.calls.one('panels.get', { opportunity: opportunityId, panel: id }, panelReader.expanding(options.expand), options);
  }

  list<E extends PanelExpand = never>(opportunityId: string, options: ListOptions<E> = {}): LeverList<PanelWith<E>> {
    return this.calls.list('panels.list', { opportunity: opportunityId }, panelReader.expanding(options.expand), options);
  }
}

/** Changes only panels that were made through the API. */
export class PanelsClient extends PanelReadsClient {
  create(opportunityId: string, body: PanelWrite, options: ActingWriteOptions): Promise<{ id: string }> {
    return this.calls.write('panels.create', { opportunity: opportunityId }, { json: body }, createdIdReader, options);
  }

  /** Replaces the panel; interviews that are kept carry their id. */
  update(opportunityId: string, id: string, body: PanelWrite, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('panels.update', { opportunity: opportunityId, panel: id }, { json: body }, options);
  }

  delete(opportunityId: string, id: string, options: ActingWriteOptions): Promise<void> {
    return this.calls.confirm('panels.delete', { opportunity: opportunityId, panel: id }, {}, options);
  }
}
