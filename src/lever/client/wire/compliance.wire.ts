import { z } from 'zod';
import type {
  AnonymousEeoResponse, AuditEvent, DiversitySurvey, EeoResponseFields, EeoResponseIds, EeoResponseObjects,
} from '../../../sdk/lever/index.js';
import { userReader } from './account.wire.js';
import { isObject } from '../envelope.js';
import { ExpandableReader } from './expandable.js';
import { formFieldReader } from './form.wire.js';
import { contactReader } from './people.wire.js';
import { postingReader } from './posting.wire.js';
import {
  id, instant, listOf, maybe, maybeInstant, maybeRecord, maybeText, objectOf, record, text, texts, type ShapeOf,
} from './scalars.js';

const fields: ShapeOf<EeoResponseFields> = { id: maybeText, answers: record };
const ids: ShapeOf<EeoResponseIds> = { contact: maybeText, hiringManager: maybeText, posting: maybeText };
const REFERENCES = new Set(['id', ...Object.keys(ids)]);

/** The questions differ by country, so a row is kept whole, apart from its references. */
const gather = (row: unknown): unknown => isObject(row)
  ? { ...row, answers: Object.fromEntries(Object.entries(row).filter(([name]) => !REFERENCES.has(name))) } : row;

export const eeoResponseReader = new ExpandableReader<EeoResponseFields, EeoResponseIds, EeoResponseObjects>(fields, ids, () => ({
  contact: maybe(contactReader), hiringManager: maybe(userReader), posting: maybe(postingReader.plain()),
}), gather);

/** Carries no reference to a person; whatever is there is kept. */
export const anonymousEeoReader = z.preprocess(gather, objectOf<AnonymousEeoResponse>(fields));

export const diversitySurveyReader = objectOf<DiversitySurvey>({
  id, text, instructions: maybeText, candidateLocations: maybe(z.object({ countryCodes: texts })), postingLocations: maybeRecord,
  fields: listOf(formFieldReader), createdAt: maybeInstant, updatedAt: maybeInstant,
});

export const auditEventReader = objectOf<AuditEvent>({
  id, createdAt: instant, type: text, user: maybeRecord, target: maybeRecord, meta: maybeRecord,
});
