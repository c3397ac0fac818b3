import type {
  AnonymousEeoFilter, AnonymousEeoResponse, AuditEvent, AuditEventFilter, AuditEventReads, DiversitySurvey, DiversitySurveyFilter,
  DiversitySurveyReads, EeoFilter, EeoReads, EeoResponseExpand, EeoResponseWith, LeverList, ListOptions, PageOptions,
} from '../../../sdk/lever/index.js';
import type { LeverCalls } from '../lever-calls.js';
import { anonymousEeoReader, auditEventReader, diversitySurveyReader, eeoResponseReader } from '../wire/compliance.wire.js';

export class EeoReadsClient implements EeoReads {
  constructor(private readonly calls: LeverCalls) {}

  listAnonymous(filter: AnonymousEeoFilter = {}, options: PageOptions = {}): LeverList<AnonymousEeoResponse> {
    return this.calls.list('eeoResponses.listAnonymous', {}, anonymousEeoReader, options, filter);
  }

  list<E extends EeoResponseExpand = never>(filter: EeoFilter = {}, options: ListOptions<E> = {}): LeverList<EeoResponseWith<E>> {
    return this.calls.list('eeoResponses.list', {}, eeoResponseReader.expanding(options.expand), options, filter);
  }
}

export class DiversitySurveyReadsClient implements DiversitySurveyReads {
  constructor(private readonly calls: LeverCalls) {}

  list(postingId: string, filter: DiversitySurveyFilter = {}, options: PageOptions = {}): LeverList<DiversitySurvey> {
    return this.calls.list('diversitySurveys.list', { posting: postingId }, diversitySurveyReader, options, filter);
  }
}

export class AuditEventReadsClient implements AuditEventReads {
  constructor(private readonly calls: LeverCalls) {}

  list(filter: AuditEventFilter = {}, options: PageOptions = {}): LeverList<AuditEvent> {
    return this.calls.list('auditEvents.list', {}, auditEventReader, options, filter);
  }
}
