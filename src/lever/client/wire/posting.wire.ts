import { z } from 'zod';
import type {
  ApplyForm, ApplyQuestion, ConsentDisclosure, DeletedPosting, MoneyRange, PostingCategories, PostingContent, PostingFields, PostingIds,
  PostingObjects, PostingUsers, Upload,
} from '../../../sdk/lever/index.js';
import { userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import { formFieldReader } from './form.wire.js';
import {
  flag, id, instant, listOf, maybe, maybeInstant, maybeNumber, maybeRecord, maybeText, objectOf, text, texts, type ShapeOf,
} from './scalars.js';

export const moneyRangeReader = objectOf<MoneyRange>({ min: maybeNumber, max: maybeNumber, currency: maybeText, interval: maybeText });

const noCategories: PostingCategories = { commitment: null, department: null, level: null, location: null, team: null, allLocations: [] };
const categories = objectOf<PostingCategories>({
  commitment: maybeText, department: maybeText, level: maybeText, location: maybeText, team: maybeText, allLocations: texts,
}).nullish().transform((value) => value ?? noCategories);

const content = objectOf<PostingContent>({
  description: text, descriptionHtml: text, lists: listOf(z.object({ text, content: text })), closing: text, closingHtml: text,
});

const fields: ShapeOf<PostingFields> = {
  id, text, state: text, distributionChannels: texts, categories, tags: texts, content: maybe(content), country: maybeText,
  reqCode: maybeText, requisitionCodes: texts, salaryDescription: maybeText, salaryRange: maybe(moneyRangeReader),
  urls: maybe(z.object({ list: maybeText, show: maybeText, apply: maybeText })),
  confidentiality: z.string().nullish().transform((value) => value ?? 'non-confidential'),
  createdAt: instant, updatedAt: maybeInstant, workplaceType: maybeText,
};
const ids: ShapeOf<PostingIds> = { user: maybeText, owner: maybeText, hiringManager: maybeText, followers: texts };

export const postingReader = new ExpandableReader<PostingFields, PostingIds, PostingObjects>(fields, ids, () => ({
  user: maybe(userReader), owner: maybe(userReader), hiringManager: maybe(userReader), followers: listOf(userReader),
}));

export const deletedPostingReader = objectOf<DeletedPosting>({ id, deletedAt: instant });

export const postingUsersReader = objectOf<PostingUsers>({
  posting: z.object({ id, text }), users: listOf(userReader), roles: listOf(z.object({ id, name: text })),
});

const question = objectOf<ApplyQuestion>({
  name: text, text, type: maybeText, required: flag, options: listOf(z.object({ text })),
});
const disclosure = objectOf<ConsentDisclosure>({ statement: maybeText, displayState: maybeText, compliancePolicyId: maybeText });

export const applyFormReader = objectOf<ApplyForm>({
  id: maybeText, text, customQuestions: listOf(z.object({ id, text, fields: listOf(formFieldReader) })),
  personalInformation: listOf(question), urls: listOf(question), eeoQuestions: maybeRecord,
  consentDisclosures: z.object({ store: maybe(disclosure), marketing: maybe(disclosure) }).nullish()
    .transform((value) => value ?? { store: null, marketing: null }),
});

export const appliedReader = z.object({ data: z.object({ applicationId: id }) }).transform(({ data }) => data);

export const uploadReader = z.object({
  data: objectOf<Upload>({ id, uri: id, filename: text, size: maybeNumber, expiresAt: maybeInstant }),
}).transform(({ data }) => data);
