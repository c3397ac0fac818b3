/** A decision as the export shows it. */
export interface ExportedDecision {
  readonly [field: string]: unknown;
  readonly reasons: readonly object[];
  readonly events: readonly { readonly kind: string; readonly at: string; readonly by: string; readonly outcome: string; readonly reason: string | null }[];
}

const COLUMNS = [
  'id', 'decidedAt', 'solution', 'runId', 'contactId', 'opportunityId', 'applicationId', 'postingId', 'score', 'isMatch', 'threshold', 'engineVersion', 'resumeHash',
  'resumeSource', 'descriptionHash', 'settingsRevision', 'settings', 'proposal', 'taken', 'leadOpportunityId', 'reasons', 'overrides',
] as const;

/** Spreadsheets run what begins like a formula: such texts get an apostrophe in front. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** LG-4: the decision log as CSV and as JSON, one decision a line. Pure. */
export const decisionLine = {
  header: (): string => `${COLUMNS.join(',')}\r\n`,
  csv: (decision: ExportedDecision): string => {
    const overrides = decision.events.filter((event) => event.kind === 'override');
    const reasons = decision.reasons.map((reason) => ('text' in reason ? reason.text : '')).join(' | ');
    return `${COLUMNS.map((name) => cell(name === 'reasons' ? reasons : name === 'overrides' ? overrides : decision[name])).join(',')}\r\n`;
  },
  json: (decision: ExportedDecision): string => `${JSON.stringify(decision)}\n`,
};
