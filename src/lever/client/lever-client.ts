import type { LeverReads, ReadOptions } from '../../sdk/lever/index.js';
import { LeverCalls } from './lever-calls.js';
import { LeverReadsClient } from './lever-reads-client.js';
import type { LeverTransport } from './lever-transport.js';
import {
  ArchiveReasonReadsClient, StageReadsClient, TextReadsClient, UsersClient, WebhooksClient,
} from './resources/account.client.js';
import { FilesClient, NotesClient, OfferReadsClient, ResumeReadsClient } from './resources/attachment.client.js';
import { AuditEventReadsClient, DiversitySurveyReadsClient, EeoReadsClient } from './resources/compliance.client.js';
import {
  FeedbackClient, FeedbackTemplatesClient, FormsClient, FormTemplatesClient, ReferralReadsClient,
} from './resources/form.client.js';
import { InterviewsClient, PanelsClient } from './resources/interview.client.js';
import { ApplicationReadsClient, ContactsClient, OpportunitiesClient } from './resources/people.client.js';
import { PostingsClient, UploadsClient } from './resources/posting.client.js';
import { RequisitionFieldsClient, RequisitionsClient } from './resources/requisition.client.js';

/**
 * All of Lever's API for one credential, writes included; only the action runner and the hub itself use the writes.
 * `defaults` give priority and cancellation to every call that does not name its own.
 */
export class LeverClient implements LeverReads {
  /** The typed calls underneath, for checks such as preflight. */
  readonly calls: LeverCalls;
  readonly opportunities; readonly contacts; readonly applications; readonly postings; readonly uploads;
  readonly notes; readonly resumes; readonly files; readonly offers;
  readonly stages; readonly archiveReasons; readonly sources; readonly tags; readonly users; readonly webhooks;
  readonly requisitions; readonly requisitionFields; readonly interviews; readonly panels;
  readonly feedback; readonly feedbackTemplates; readonly forms; readonly formTemplates; readonly referrals;
  readonly eeoResponses; readonly diversitySurveys; readonly auditEvents;

  constructor(transport: LeverTransport, defaults: ReadOptions = {}) {
    const calls = new LeverCalls(transport, defaults);
    this.calls = calls;
    this.opportunities = new OpportunitiesClient(calls);
    this.contacts = new ContactsClient(calls);
    this.applications = new ApplicationReadsClient(calls);
    this.postings = new PostingsClient(calls);
    this.uploads = new UploadsClient(calls);
    this.notes = new NotesClient(calls);
    this.resumes = new ResumeReadsClient(calls);
    this.files = new FilesClient(calls);
    this.offers = new OfferReadsClient(calls);
    this.stages = new StageReadsClient(calls);
    this.archiveReasons = new ArchiveReasonReadsClient(calls);
    this.sources = new TextReadsClient(calls, 'sources.list');
    this.tags = new TextReadsClient(calls, 'tags.list');
    this.users = new UsersClient(calls);
    this.webhooks = new WebhooksClient(calls);
    this.requisitions = new RequisitionsClient(calls);
    this.requisitionFields = new RequisitionFieldsClient(calls);
    this.interviews = new InterviewsClient(calls);
    this.panels = new PanelsClient(calls);
    this.feedback = new FeedbackClient(calls);
    this.feedbackTemplates = new FeedbackTemplatesClient(calls);
    this.forms = new FormsClient(calls);
    this.formTemplates = new FormTemplatesClient(calls);
    this.referrals = new ReferralReadsClient(calls);
    this.eeoResponses = new EeoReadsClient(calls);
    this.diversitySurveys = new DiversitySurveyReadsClient(calls);
    this.auditEvents = new AuditEventReadsClient(calls);
  }

  /** The same credential with nothing but reads: what plugins are given. */
  reads(): LeverReads {
    return new LeverReadsClient(this.calls);
  }
}
