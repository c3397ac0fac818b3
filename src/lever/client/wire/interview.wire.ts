import { z } from 'zod';
import type {
  InterviewFields, InterviewIds, InterviewObjects, Interviewer, PanelFields, PanelIds, PanelInterview, PanelObjects,
} from '../../../sdk/lever/index.js';
import { stageReader, userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import { feedbackReader } from './form.wire.js';
import { postingReader } from './posting.wire.js';
import { flag, id, instant, listOf, maybe, maybeInstant, maybeNumber, maybeText, objectOf, texts, type ShapeOf } from './scalars.js';

const interviewer = objectOf<Interviewer>({
  id, email: maybeText, name: maybeText, responseStatus: maybeText, feedbackTemplate: maybeText,
});

const inPanel: ShapeOf<PanelInterview> = {
  id, date: instant, durationMinutes: maybeNumber.transform((value) => value ?? 0), subject: maybeText, note: maybeText, location: maybeText,
  feedbackTemplate: maybeText, feedbackReminder: maybeText, interviewers: listOf(interviewer),
};

/** Lever says `duration` and means minutes. */
const minutes = (row: unknown): unknown =>
  row !== null && typeof row === 'object' && 'duration' in row ? { ...row, durationMinutes: row.duration } : row;

const panelFields: ShapeOf<PanelFields> = {
  id, applications: texts, canceledAt: maybeInstant, createdAt: instant, start: maybeInstant, end: maybeInstant, timezone: maybeText,
  feedbackReminder: maybeText, externallyManaged: flag, externalUrl: maybeText, note: maybeText,
  interviews: listOf(z.preprocess(minutes, objectOf<PanelInterview>(inPanel))),
};
const panelIds: ShapeOf<PanelIds> = { stage: maybeText, user: maybeText };
export const panelReader = new ExpandableReader<PanelFields, PanelIds, PanelObjects>(
  panelFields, panelIds, () => ({ stage: maybe(stageReader), user: maybe(userReader) }));

const interviewFields: ShapeOf<InterviewFields> = {
  ...inPanel, panel: maybeText, timezone: maybeText, createdAt: maybeInstant, canceledAt: maybeInstant, gcalEventUrl: maybeText,
  opportunityId: maybeText,
};
const interviewIds: ShapeOf<InterviewIds> = { feedbackForms: texts, user: maybeText, stage: maybeText, postings: texts };
export const interviewReader = new ExpandableReader<InterviewFields, InterviewIds, InterviewObjects>(
  interviewFields, interviewIds, () => ({
    feedbackForms: listOf(feedbackReader.plain()), user: maybe(userReader), stage: maybe(stageReader),
    postings: listOf(postingReader.plain()),
  }), minutes);
