import type {
  ApplicationExpand, ApplicationWith, DeletedApplication, DeletedWindow,
} from './application.js';
import type { ApplyForm } from './apply.js';
import type {
  AnonymousEeoFilter, AnonymousEeoResponse, AuditEvent, AuditEventFilter, DiversitySurvey, DiversitySurveyFilter, EeoFilter,
  EeoResponseExpand, EeoResponseWith,
} from './compliance.js';
import type { Contact } from './contact.js';
import type {
  FeedbackExpand, FeedbackTemplate, FeedbackWith, FormExpand, FormTemplate, FormWith, ReferralExpand, ReferralWith,
} from './form.js';
import type { InterviewExpand, InterviewWith, PanelExpand, PanelWith } from './interview.js';
import type { NoteExpand, NoteWith } from './note.js';
import type { OfferExpand, OfferWith } from './offer.js';
import type { DeletedOpportunity, OpportunityExpand, OpportunityFilter, OpportunityWith } from './opportunity.js';
import type { ExpandOptions, LeverDownload, LeverList, ListOptions, PageOptions, ReadOptions } from './paging.js';
import type { ArchiveReason, DispositionStages, SourceTag, Stage } from './pipeline.js';
import type {
  DeletedPosting, PostingChangeFilter, PostingExpand, PostingFilter, PostingUsers, PostingWith,
} from './posting.js';
import type { RequisitionExpand, RequisitionField, RequisitionFieldFilter, RequisitionFilter, RequisitionWith } from './requisition.js';
import type { FileAction, LeverFile, OccurredFilter, Resume, UploadedFilter } from './resume.js';
import type { LeverUser, UserFilter } from './user.js';
import type { Webhook } from './webhook.js';

export interface OpportunityReads {
  get<E extends OpportunityExpand = never>(id: string, options?: ExpandOptions<E>): Promise<OpportunityWith<E>>;
  list<E extends OpportunityExpand = never>(filter?: OpportunityFilter, options?: ListOptions<E>): LeverList<OpportunityWith<E>>;
  listDeleted(window?: Partial<DeletedWindow>, options?: PageOptions): LeverList<DeletedOpportunity>;
}
export interface ContactReads { get(id: string, options?: ReadOptions): Promise<Contact> }
export interface ApplicationReads {
  get<E extends ApplicationExpand = never>(
    opportunityId: string, id: string, options?: ExpandOptions<E>,
  ): Promise<ApplicationWith<E>>;
  list<E extends ApplicationExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<ApplicationWith<E>>;
  listDeleted(window: DeletedWindow, options?: PageOptions): LeverList<DeletedApplication>;
}
export interface PostingReads {
  get<E extends PostingExpand = never>(id: string, options?: ExpandOptions<E>): Promise<PostingWith<E>>;
  list<E extends PostingExpand = never>(filter?: PostingFilter, options?: ListOptions<E>): LeverList<PostingWith<E>>;
  listChanged<E extends PostingExpand = never>(filter: PostingChangeFilter, options?: ListOptions<E>): LeverList<PostingWith<E>>;
  listDeleted(window?: Partial<DeletedWindow>, options?: PageOptions): LeverList<DeletedPosting>;
  users(id: string, options?: ReadOptions): Promise<PostingUsers>;
  applyForm(id: string, options?: ReadOptions & { readonly distribution?: 'internal' | 'external' }): Promise<ApplyForm>;
}
export interface NoteReads {
  get<E extends NoteExpand = never>(opportunityId: string, id: string, options?: ExpandOptions<E>): Promise<NoteWith<E>>;
  list<E extends NoteExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<NoteWith<E>>;
}
export interface ResumeReads {
  get(opportunityId: string, id: string, options?: ReadOptions): Promise<Resume>;
  list(opportunityId: string, filter?: UploadedFilter, options?: PageOptions): LeverList<Resume>;
  /** Throws `LeverBadRequest` with status 422 when Lever cannot process the file. */
  download(opportunityId: string, id: string, options?: ReadOptions): Promise<LeverDownload>;
}
export interface FileReads {
  get(opportunityId: string, id: string, options?: ReadOptions): Promise<LeverFile>;
  list(opportunityId: string, filter?: UploadedFilter, options?: PageOptions): LeverList<LeverFile>;
  download(opportunityId: string, id: string, options?: ReadOptions): Promise<LeverDownload>;
  actions(opportunityId: string, filter?: OccurredFilter, options?: PageOptions): LeverList<FileAction>;
}
export interface StageReads {
  get(id: string, options?: ReadOptions): Promise<Stage>;
  /** In pipeline order. */
  list(options?: PageOptions): LeverList<Stage>;
  disposition(options?: ReadOptions): Promise<DispositionStages>;
}
export interface ArchiveReasonReads {
  get(id: string, options?: ReadOptions): Promise<ArchiveReason>;
  list(filter?: { readonly type?: 'hired' | 'non-hired' }, options?: PageOptions): LeverList<ArchiveReason>;
}
export interface TextReads { list(options?: PageOptions): LeverList<SourceTag> }
export interface UserReads {
  get(id: string, options?: ReadOptions): Promise<LeverUser>;
  list(filter?: UserFilter, options?: PageOptions): LeverList<LeverUser>;
}
export interface RequisitionReads {
  get<E extends RequisitionExpand = never>(id: string, options?: ExpandOptions<E>): Promise<RequisitionWith<E>>;
  list<E extends RequisitionExpand = never>(filter?: RequisitionFilter, options?: ListOptions<E>): LeverList<RequisitionWith<E>>;
}
export interface RequisitionFieldReads {
  get(id: string, options?: ReadOptions): Promise<RequisitionField>;
  list(filter?: RequisitionFieldFilter, options?: PageOptions): LeverList<RequisitionField>;
}
export interface OfferReads {
  list<E extends OfferExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<OfferWith<E>>;
  /** Without `status`: the signed document if there is one, else the sent one. */
  download(opportunityId: string, id: string, options?: ReadOptions & { readonly status?: 'sent' | 'signed' }): Promise<LeverDownload>;
}
export interface InterviewReads {
  get<E extends InterviewExpand = never>(
    opportunityId: string, id: string, options?: ExpandOptions<E>,
  ): Promise<InterviewWith<E>>;
  list<E extends InterviewExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<InterviewWith<E>>;
}
export interface PanelReads {
  get<E extends PanelExpand = never>(opportunityId: string, id: string, options?: ExpandOptions<E>): Promise<PanelWith<E>>;
  list<E extends PanelExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<PanelWith<E>>;
}
export interface FeedbackReads {
  get<E extends FeedbackExpand = never>(opportunityId: string, id: string, options?: ExpandOptions<E>): Promise<FeedbackWith<E>>;
  list<E extends FeedbackExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<FeedbackWith<E>>;
}
export interface FormReads {
  get<E extends FormExpand = never>(opportunityId: string, id: string, options?: ExpandOptions<E>): Promise<FormWith<E>>;
  list<E extends FormExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<FormWith<E>>;
}
export interface ReferralReads {
  get<E extends ReferralExpand = never>(opportunityId: string, id: string, options?: ExpandOptions<E>): Promise<ReferralWith<E>>;
  list<E extends ReferralExpand = never>(opportunityId: string, options?: ListOptions<E>): LeverList<ReferralWith<E>>;
}
export interface FeedbackTemplateReads {
  get(id: string, options?: ReadOptions): Promise<FeedbackTemplate>;
  list(options?: PageOptions): LeverList<FeedbackTemplate>;
}
export interface FormTemplateReads {
  get(id: string, options?: ReadOptions): Promise<FormTemplate>;
  list(options?: PageOptions): LeverList<FormTemplate>;
}
export interface EeoReads {
  listAnonymous(filter?: AnonymousEeoFilter, options?: PageOptions): LeverList<AnonymousEeoResponse>;
  list<E extends EeoResponseExpand = never>(filter?: EeoFilter, options?: ListOptions<E>): LeverList<EeoResponseWith<E>>;
}
export interface DiversitySurveyReads {
  list(postingId: string, filter?: DiversitySurveyFilter, options?: PageOptions): LeverList<DiversitySurvey>;
}
export interface AuditEventReads { list(filter?: AuditEventFilter, options?: PageOptions): LeverList<AuditEvent> }
export interface WebhookReads { list(options?: PageOptions): LeverList<Webhook> }

/**
 * Lever as plugins see it: reading only, with the installation's own credential. Writes are planned as actions (D5).
 * Any call may throw `LeverUnauthorized`, `LeverForbidden`, `LeverNotFound`, `LeverBadRequest`, `LeverThrottled`,
 * `LeverUnavailable` or `LeverUnexpectedAnswer`, and `SwitchedOff` once the installation is off.
 * Instants are epoch milliseconds; unknown fields of Lever's rows are dropped.
 */
export interface LeverReads {
  readonly opportunities: OpportunityReads;
  readonly contacts: ContactReads;
  readonly applications: ApplicationReads;
  readonly postings: PostingReads;
  readonly notes: NoteReads;
  readonly resumes: ResumeReads;
  readonly files: FileReads;
  readonly stages: StageReads;
  readonly archiveReasons: ArchiveReasonReads;
  readonly sources: TextReads;
  readonly tags: TextReads;
  readonly users: UserReads;
  readonly requisitions: RequisitionReads;
  readonly requisitionFields: RequisitionFieldReads;
  readonly offers: OfferReads;
  readonly interviews: InterviewReads;
  readonly panels: PanelReads;
  readonly feedback: FeedbackReads;
  readonly feedbackTemplates: FeedbackTemplateReads;
  readonly forms: FormReads;
  readonly formTemplates: FormTemplateReads;
  readonly referrals: ReferralReads;
  readonly eeoResponses: EeoReads;
  readonly diversitySurveys: DiversitySurveyReads;
  readonly auditEvents: AuditEventReads;
  readonly webhooks: WebhookReads;
}
