import { z } from 'zod';
import type {
  FileAction, LeverFile, LeverFileFields, MonthOfYear, NoteEntry, NoteFields, NoteIds, NoteObjects, OfferDocument, OfferFields, OfferIds,
  OfferObjects, Resume, ResumePosition, ResumeSchool,
} from '../../../sdk/lever/index.js';
import { userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import {
  flag, id, instant, listOf, maybe, maybeFlag, maybeInstant, maybeNumber, maybeRecord, maybeText, objectOf, text, type ShapeOf,
} from './scalars.js';

const entry = objectOf<NoteEntry>({
  type: text, text: maybeText, value: text, user: maybeText, score: maybeNumber, stage: maybeText, createdAt: instant,
});
const noteFields: ShapeOf<NoteFields> = {
  id, fields: listOf(entry), secret: flag, completedAt: maybeInstant, createdAt: instant, deletedAt: maybeInstant,
};
const noteIds: ShapeOf<NoteIds> = { user: maybeText };
export const noteReader = new ExpandableReader<NoteFields, NoteIds, NoteObjects>(noteFields, noteIds, () => ({ user: maybe(userReader) }));

/** The documents name `noteId` alone, the recordings show the whole note. */
export const createdNoteReader = z.object({
  data: z.object({ id: maybeText, noteId: maybeText, createdAt: maybeInstant }),
}).transform(({ data }) => ({ id: data.id ?? data.noteId ?? '', createdAt: data.createdAt })).refine(({ id: noteId }) => noteId !== '');

const file: ShapeOf<LeverFileFields> = { name: text, ext: maybeText, uploadedAt: maybeInstant, status: maybeText, size: maybeNumber };
export const fileReader = objectOf<LeverFile>({ id, ...file });

const month = maybe(objectOf<MonthOfYear>({ year: maybeNumber, month: maybeNumber }));
const position = objectOf<ResumePosition>({
  org: maybeText, title: maybeText, summary: maybeText, location: maybeText, start: month, end: month,
});
const school = objectOf<ResumeSchool>({ org: maybeText, degree: maybeText, field: maybeText, summary: maybeText, start: month, end: month });

export const resumeReader = objectOf<Resume>({
  id, createdAt: instant, file: maybe(objectOf<LeverFileFields>(file)),
  parsedData: maybe(z.object({ positions: listOf(position), schools: listOf(school) })),
});

/** `user` is an object with an id here. */
const actor = z.union([z.string(), z.object({ id }).transform((user) => user.id)]);
export const fileActionReader = objectOf<FileAction>({
  id, opportunityId: maybeText, type: text, occurredAt: maybeInstant, createdAt: maybeInstant, user: maybe(actor),
});

const document = maybe(objectOf<OfferDocument>({ fileName: maybeText, uploadedAt: maybeInstant }));
const offerFields: ShapeOf<OfferFields> = {
  id, posting: maybeText, createdAt: instant, status: text,
  fields: listOf(z.object({ text: maybeText, identifier: maybeText, value: z.unknown().optional().transform((value) => value ?? null) })),
  signatures: maybeRecord, approved: maybeFlag, approvedAt: maybeInstant, sentAt: maybeInstant, sentDocument: document, signedDocument: document,
};
const offerIds: ShapeOf<OfferIds> = { creator: maybeText };
export const offerReader = new ExpandableReader<OfferFields, OfferIds, OfferObjects>(offerFields, offerIds, () => ({ creator: maybe(userReader) }));
