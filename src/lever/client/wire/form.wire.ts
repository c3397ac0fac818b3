import { z } from 'zod';
import type {
  FeedbackFields, FeedbackIds, FeedbackObjects, FeedbackTemplate, FormField, FormTemplate, ProfileFormFields, ProfileFormIds,
  ProfileFormObjects, ReferralFields, ReferralIds, ReferralObjects,
} from '../../../sdk/lever/index.js';
import { stageReader, userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import { flag, id, instant, listOf, maybe, maybeInstant, maybeText, objectOf, text, type ShapeOf } from './scalars.js';

export const formFieldReader = objectOf<FormField>({
  id: maybeText, type: text, text, description: maybeText, required: flag,
  options: listOf(z.object({ text, optionId: maybeText })), value: z.unknown().optional().transform((value) => value ?? null),
});

const filled: ShapeOf<ReferralFields> = {
  id, type: maybeText, text, instructions: maybeText, fields: listOf(formFieldReader), baseTemplateId: maybeText,
  createdAt: instant, completedAt: maybeInstant,
};
const group = maybe(z.object({ id, name: text }));

const feedbackFields: ShapeOf<FeedbackFields> = {
  ...filled, interview: maybeText, panel: maybeText, updatedAt: maybeInstant, deletedAt: maybeInstant,
};
const feedbackIds: ShapeOf<FeedbackIds> = { user: maybeText };
export const feedbackReader = new ExpandableReader<FeedbackFields, FeedbackIds, FeedbackObjects>(
  feedbackFields, feedbackIds, () => ({ user: maybe(userReader) }));

const formFields: ShapeOf<ProfileFormFields> = { ...filled, deletedAt: maybeInstant };
const formIds: ShapeOf<ProfileFormIds> = { user: maybeText, stage: maybeText };
export const formReader = new ExpandableReader<ProfileFormFields, ProfileFormIds, ProfileFormObjects>(
  formFields, formIds, () => ({ user: maybe(userReader), stage: maybe(stageReader) }));

const referralIds: ShapeOf<ReferralIds> = { user: maybeText, referrer: maybeText, stage: maybeText };
export const referralReader = new ExpandableReader<ReferralFields, ReferralIds, ReferralObjects>(
  filled, referralIds, () => ({ user: maybe(userReader), referrer: maybe(userReader), stage: maybe(stageReader) }));

/** Some lists give the stage of a template as a bare id. */
const stage = maybe(z.preprocess((value) => (typeof value === 'string' ? { id: value, text: '' } : value), stageReader));

export const feedbackTemplateReader = objectOf<FeedbackTemplate>({
  id, text, group, instructions: maybeText, fields: listOf(formFieldReader), createdAt: maybeInstant, updatedAt: maybeInstant, stage,
});
export const formTemplateReader = objectOf<FormTemplate>({
  id, text, group, instructions: maybeText, secretByDefault: flag, fields: listOf(formFieldReader),
  createdAt: maybeInstant, updatedAt: maybeInstant,
});
