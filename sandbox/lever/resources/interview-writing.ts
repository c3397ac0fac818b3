import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import type { Call } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import type { Interview, Interviewer, Opportunity, Panel } from '../model/opportunity.js';

const reminders = ['once', 'daily', 'frequently', 'none'];

export function reminderIn(body: Body): string | undefined {
  const reminder = body.text('feedbackReminder');
  if (reminder !== undefined
    && !reminders.includes(reminder)) throw badRequest(`Invalid feedbackReminder: ${reminder} at /feedbackReminder`);
  return reminder;
}

export interface InterviewContext {
  readonly opportunity: Opportunity;
  /** The panel's reminder, used when the interview names none. */
  readonly reminder: string;
  /** The interview being replaced, which keeps its id and maker. */
  readonly known?: Interview;
}

/** An interview as a POST or PUT gives it: everything not named is reset. */
export function interviewIn(call: Call, body: Body, context: InterviewContext): Interview {
  const { account, performAs } = call;
  const [date, duration] = [body.number('date'), body.number('duration')];
  if (date === undefined) throw badRequest('Missing required property: date');
  if (duration === undefined || duration < 1) throw badRequest('duration must be at least 1 minute at /duration');
  const { known, opportunity } = context;
  return {
    id: known?.id ?? account.uuid(), subject: body.text('subject') ?? null, note: body.text('note') ?? null, date, duration,
    location: body.text('location') ?? null, interviewers: interviewersIn(account, body),
    feedbackTemplate: templateIn(account, body) ?? (known === undefined ? 'no-feedback' : null),
    feedbackReminder: reminderIn(body) ?? context.reminder, user: known?.user ?? performAs?.id ?? '',
    stage: known?.stage ?? opportunity.stage, createdAt: known?.createdAt ?? account.now(),
  };
}

function interviewersIn(account: LeverAccount, body: Body): Interviewer[] {
  const given = body.objects('interviewers') ?? [];
  if (given.length === 0) throw badRequest('Missing required property: interviewers');
  return given.map((interviewer) => {
    const id = interviewer.requiredText('id');
    if (!account.users.has(id)) throw badRequest(`User ${id} was not found at /interviewers`);
    return { id, feedbackTemplate: templateIn(account, interviewer) ?? 'no-feedback' };
  });
}

function templateIn(account: LeverAccount, body: Body): string | undefined {
  const id = body.text('feedbackTemplate');
  if (id !== undefined && id !== 'no-feedback' && !account.feedbackTemplates.has(id)) {
    throw badRequest(`Feedback template ${id} was not found at /feedbackTemplate`);
  }
  return id;
}

const timestampNames = { interviewCreated: 'createdAt', interviewUpdated: 'updatedAt', interviewDeleted: 'deletedAt' } as const;

export function announceInterviews(
  account: LeverAccount, opportunity: Opportunity, panel: Panel, event: keyof typeof timestampNames,
    interviews: readonly Interview[],
): void {
  for (const interview of interviews) {
    account.emit(event, {
      interviewId: interview.id, panelId: panel.id, opportunityId: opportunity.id, [timestampNames[event]]: account.now(),
    }, opportunity.origin);
  }
}
