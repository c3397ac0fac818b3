import { z } from 'zod';
import type {
  RequisitionField, RequisitionFieldOption, RequisitionFields, RequisitionIds, RequisitionObjects,
} from '../../../sdk/lever/index.js';
import { userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import { moneyRangeReader, postingReader } from './posting.wire.js';
import {
  flag, id, instant, listOf, maybe, maybeInstant, maybeNumber, maybeText, objectOf, record, text, texts, type ShapeOf,
} from './scalars.js';

const fields: ShapeOf<RequisitionFields> = {
  id, name: text, requisitionCode: maybeText, confidentiality: z.string().nullish().transform((value) => value ?? 'non-confidential'),
  status: text, headcountTotal: maybe(z.union([z.number(), z.string()])), headcountHired: maybeNumber, headcountInfinite: flag,
  backfill: flag, internalNotes: maybeText, compensationBand: maybe(moneyRangeReader), employmentStatus: maybeText, location: maybeText,
  team: maybeText, department: maybeText, offerIds: texts, customFields: record.nullish().transform((value) => value ?? {}),
  timeToFillStartAt: maybeInstant, timeToFillEndAt: maybeInstant, createdAt: instant, updatedAt: maybeInstant, closedAt: maybeInstant,
};
const ids: ShapeOf<RequisitionIds> = { creator: maybeText, owner: maybeText, hiringManager: maybeText, postings: texts };

export const requisitionReader = new ExpandableReader<RequisitionFields, RequisitionIds, RequisitionObjects>(fields, ids, () => ({
  creator: maybe(userReader), owner: maybe(userReader), hiringManager: maybe(userReader), postings: listOf(postingReader.plain()),
}));

export const requisitionFieldReader = objectOf<RequisitionField>({
  id, text, type: text, isRequired: flag, subfields: listOf(z.object({ id, text, type: text })),
  options: listOf(objectOf<RequisitionFieldOption>({ id: maybeText, text })),
});
