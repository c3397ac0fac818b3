/** The three ways into CRM and vacancy; they exclude each other (ID-13). `none` forwards nobody. */
export const MODES = ['none', 'all', 'green', 'status'] as const;
export type Mode = (typeof MODES)[number];
export type Light = 'green' | 'yellow' | 'red';
export const LIGHTS: readonly Light[] = ['green', 'yellow', 'red'];

/** What SAVE SETTINGS saves. Each save is a revision of its own. */
export interface Handoff {
  readonly revision: number;
  /** The CRM that was signed in to; null before the first. */
  readonly crm: string | null;
  readonly mode: Mode;
  readonly triggerStatusId: string | null;
  readonly keepOnFile: boolean;
  readonly poolId: string | null;
  /** "idibu wins": overwrite what the CRM has (ID-32). */
  readonly isOverwriting: boolean;
  readonly mapping: Readonly<Record<string, string>>;
  /** Epoch ms; events before it belong to the revision before it. */
  readonly savedAt: number;
}

export const NO_HANDOFF: Handoff = {
  revision: 0, crm: null, mode: 'none', triggerStatusId: null, keepOnFile: false, poolId: null, isOverwriting: false, mapping: {}, savedAt: 0,
};

/** An event heard of late falls under the settings of its time, and goes into the CRM of now: the one of then is left or about to be (ID-6, ID-17). Pure. */
export function heardLate(then: Handoff, now: Handoff): Handoff {
  if (then.crm === null || then.crm === now.crm) return then;
  return { ...then, crm: now.crm, poolId: now.poolId, mapping: now.mapping };
}

export type Box = 'all' | 'green' | 'status' | 'keep-on-file';

/** The boxes as the page shows them, in its own words and with what each is good for (ID-44). */
export const BOXES: readonly { readonly box: Box; readonly label: string; readonly explanation: string }[] = [
  {
    box: 'all', label: 'Send all new idibu candidates into the CRM automatically',
    explanation: 'For keeping every single record in your CRM, without any sifting before.',
  },
  {
    box: 'green', label: 'Use green traffic light only to send candidates to both CRM and Vacancy',
    explanation: 'For a first sift before anybody is added to your CRM. Your users click the green light; messages per light can go out by themselves.',
  },
  {
    box: 'status', label: 'Use a specific ATS status to send candidate to both CRM and Vacancy',
    explanation: 'For pre-screening here before candidates go on to your CRM: whoever is moved into the status you choose is sent. Messages per status can go out by themselves.',
  },
  {
    box: 'keep-on-file', label: 'Use yellow traffic light only to send `keep on file` candidates to CRM',
    explanation: 'For people who do not fit this vacancy but are worth keeping: amber (the yellow light) sends them to the CRM without logging them against the vacancy. It never undoes a link to a vacancy that was made before.',
  },
];

export type Form = Pick<Handoff, 'mode' | 'triggerStatusId' | 'keepOnFile'>;

export function isTicked(form: Form, box: Box): boolean {
  return box === 'keep-on-file' ? form.keepOnFile : form.mode === box;
}

/** What ticking or unticking a box does to the form. Ticking one of the three unticks the others; keep-on-file stands alone (ID-13, ID-21). Pure. */
export function tickBox(form: Form, box: Box, isOn: boolean): Form {
  if (box === 'keep-on-file') return { ...form, keepOnFile: isOn };
  if (isOn) return { ...form, mode: box, triggerStatusId: box === 'status' ? form.triggerStatusId : null };
  return form.mode === box ? { ...form, mode: 'none', triggerStatusId: null } : form;
}

export interface SaveSituation {
  /** State of the sign-in of the selected CRM. */
  readonly isConnected: boolean;
  /** Ids of the statuses that are switched on. */
  readonly activeStatusIds: readonly string[];
  readonly hasPools: boolean;
}

/** Why the form cannot be saved; empty when it can (ID-5, ID-10, ID-18). Pure. */
export function saveProblems(form: Form & Pick<Handoff, 'poolId'>, situation: SaveSituation): { field: string; message: string }[] {
  const problems: { field: string; message: string }[] = [];
  const isForwarding = form.mode !== 'none' || form.keepOnFile;
  if (isForwarding && !situation.isConnected) problems.push({ field: form.mode === 'none' ? '/keepOnFile' : '/mode', message: 'needs a connected CRM: select one and log in first' });
  if (form.mode === 'status' && form.triggerStatusId === null) problems.push({ field: '/triggerStatusId', message: 'choose the ATS status that sends candidates' });
  if (form.mode === 'status' && form.triggerStatusId !== null && !situation.activeStatusIds.includes(form.triggerStatusId)) {
    problems.push({ field: '/triggerStatusId', message: 'is none of the statuses that are switched on' });
  }
  if (form.mode !== 'status' && form.triggerStatusId !== null) problems.push({ field: '/triggerStatusId', message: 'belongs to the third way only' });
  if (form.poolId !== null && !situation.hasPools) problems.push({ field: '/poolId', message: 'this CRM has no pools' });
  return problems;
}
