import type { LeverRoute } from './http/call.js';
import { applicationRoutes } from './resources/applications.js';
import { applyRoutes } from './resources/apply.js';
import { complianceRoutes } from './resources/compliance.js';
import { contactRoutes } from './resources/contacts.js';
import { feedbackRoutes } from './resources/feedback.js';
import { fileRoutes } from './resources/files.js';
import { formRoutes } from './resources/forms.js';
import { interviewRoutes } from './resources/interviews.js';
import { noteRoutes } from './resources/notes.js';
import { offerRoutes } from './resources/offers.js';
import { opportunityRoutes } from './resources/opportunities.js';
import { opportunityChangeRoutes } from './resources/opportunity-changes.js';
import { opportunityCreateRoutes } from './resources/opportunity-create.js';
import { panelRoutes } from './resources/panels.js';
import { pipelineRoutes } from './resources/pipeline.js';
import { postingRoutes } from './resources/postings.js';
import { requisitionFieldRoutes } from './resources/requisition-fields.js';
import { requisitionRoutes } from './resources/requisitions.js';
import { templateRoutes } from './resources/templates.js';
import { userRoutes } from './resources/users.js';
import { type VerifyWebhook, webhookRoutes } from './resources/webhooks.js';

export function allRoutes(verify: VerifyWebhook): LeverRoute[] {
  return [
    ...opportunityRoutes, ...opportunityCreateRoutes, ...opportunityChangeRoutes, ...contactRoutes, ...applicationRoutes,
      ...postingRoutes,
    ...applyRoutes, ...pipelineRoutes, ...noteRoutes, ...fileRoutes, ...offerRoutes, ...panelRoutes, ...interviewRoutes,
      ...feedbackRoutes,
    ...templateRoutes, ...formRoutes, ...requisitionRoutes, ...requisitionFieldRoutes, ...userRoutes, ...complianceRoutes,
    ...webhookRoutes(verify),
  ];
}
