import type { LeverReads } from '../../sdk/lever/index.js';
import type { LeverCalls } from './lever-calls.js';
import {
  ArchiveReasonReadsClient, StageReadsClient, TextReadsClient, UserReadsClient, WebhookReadsClient,
} from './resources/account.client.js';
import { FileReadsClient, NoteReadsClient, OfferReadsClient, ResumeReadsClient } from './resources/attachment.client.js';
import { AuditEventReadsClient, DiversitySurveyReadsClient, EeoReadsClient } from './resources/compliance.client.js';
import {
  FeedbackReadsClient, FeedbackTemplateReadsClient, FormReadsClient, FormTemplateReadsClient, ReferralReadsClient,
} from './resources/form.client.js';
import { InterviewReadsClient, PanelReadsClient } from './resources/interview.client.js';
import { ApplicationReadsClient, ContactReadsClient, OpportunityReadsClient } from './resources/people.client.js';
import { PostingReadsClient } from './resources/posting.client.js';
import { RequisitionFieldReadsClient, RequisitionReadsClient } from './resources/requisition.client.js';

/** Lever for plugins: holds no method that changes anything, not even at run time. */
export class LeverReadsClient implements LeverReads {
  readonly opportunities; readonly contacts; readonly applications; readonly postings;
  readonly notes; readonly resumes; readonly files; readonly offers;
  readonly stages; readonly archiveReasons; readonly sources; readonly tags; readonly users; readonly webhooks;
  readonly requisitions; readonly requisitionFields; readonly interviews; readonly panels;
  readonly feedback; readonly feedbackTemplates; readonly forms; readonly formTemplates; readonly referrals;
  readonly eeoResponses; readonly diversitySurveys; readonly auditEvents;

  constructor(calls: LeverCalls) {
    this.opportunities = new OpportunityReadsClient(calls);
    this.contacts = new ContactReadsClient(calls);
    this.applications = new ApplicationReadsClient(calls);
    this.postings = new PostingReadsClient(calls);
    this.notes = new NoteReadsClient(calls);
    this.resumes = new ResumeReadsClient(calls);
    this.files = new FileReadsClient(calls);
    this.offers = new OfferReadsClient(calls);
    this.stages = new StageReadsClient(calls);
    this.archiveReasons = new ArchiveReasonReadsClient(calls);
    this.sources = new TextReadsClient(calls, 'sources.list');
    this.tags = new TextReadsClient(calls, 'tags.list');
    this.users = new UserReadsClient(calls);
    this.webhooks = new WebhookReadsClient(calls);
    this.requisitions = new RequisitionReadsClient(calls);
    this.requisitionFields = new RequisitionFieldReadsClient(calls);
    this.interviews = new InterviewReadsClient(calls);
    this.panels = new PanelReadsClient(calls);
    this.feedback = new FeedbackReadsClient(calls);
    this.feedbackTemplates = new FeedbackTemplateReadsClient(calls);
    this.forms = new FormReadsClient(calls);
    this.formTemplates = new FormTemplateReadsClient(calls);
    this.referrals = new ReferralReadsClient(calls);
    this.eeoResponses = new EeoReadsClient(calls);
    this.diversitySurveys = new DiversitySurveyReadsClient(calls);
    this.auditEvents = new AuditEventReadsClient(calls);
  }
}
