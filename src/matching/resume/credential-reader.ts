import type { Word } from '../lexical/words.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { scopeOf } from './mention-scope.js';
import type { CredentialEvidence } from './profile.js';

const IN_PROGRESS = /\b(candidate|in progress|pursuing|expected|anticipated|planned|plan(ning)? to|scheduled|pending|preparing|studying|working towards?|enrolled|eligible|to be (completed|obtained)|upcoming|currently (taking|studying)|will (sit|take|complete|obtain)|level (i|ii|1|2) (candidate|passed)|exam(s)? (scheduled|in)|pågående|angestrebt|in training|awaiting|passed \d|parts? (passed|remaining)|applied for|provisional)\b/i;
const EXPIRED = /\b(expired|lapsed|inactive|former(ly)?|no longer|not renewed|previously held|suspended|revoked|utgånget|abgelaufen|was (certified|licensed))\b/i;
const VALID_UNTIL = /\b(?:valid (?:until|through|to|thru)|expires?|exp\.?(?: date)?|expiration(?: date)?|giltig t\.?o\.?m\.?|gültig bis|good through)\s*:?\s*(?:\p{L}{3,9}\.? ?\d{0,2},? ?)?(?:\d{1,2}[/.-])?(?:\d{1,2}[/.-])?((?:19|20)\d{2})/iu;
const NONE = /\b(no|without( an?)?|lacks?( an?)?|neither) (valid |current |active )?$/i;
const RANK: Record<CredentialEvidence['status'], number> = { active: 3, 'in-progress': 2, expired: 1, denied: 0 };
const DUTY = /\b((maintain|ensur|assist|help|train|manag|process|verif|review|support|teach|prepar|supervis)(e|es|ed|ing|s|y|ies)?|for (clients|patients|students|staff|customers|candidates)|renew(al|ing)? of|applications? for)\b[^.;\n]{0,40}$/i;

/** Licences and certificates of a résumé with their standing: a candidate holds none yet, an expired one holds none any more. */
export function readCredentials(text: string, words: readonly Word[], lexicon: Lexicon, asOf: number): Map<string, CredentialEvidence> {
  const found = new Map<string, CredentialEvidence>();
  for (const match of lexicon.credentials.find(words)) {
    const status = statusOf(text, match.start, match.end, asOf);
    const known = found.get(match.value);
    if (!known || RANK[status] > RANK[known.status]) found.set(match.value, { start: match.start, end: match.end, status });
  }
  return found;
}

function statusOf(text: string, start: number, end: number, asOf: number): CredentialEvidence['status'] {
  const scope = scopeOf(text, start, end);
  if (scope === 'denied' || NONE.test(text.slice(Math.max(0, start - 30), start))) return 'denied';
  const entry = entryAround(text, start, end);
  const validUntil = VALID_UNTIL.exec(entry);
  if (EXPIRED.test(entry) || (validUntil && Number(validUntil[1]) * 12 + 11 < asOf)) return 'expired';
  if (scope === 'wished' || scope === 'studied' || IN_PROGRESS.test(entry)) return 'in-progress';
  return DUTY.test(text.slice(Math.max(0, start - 60), start)) ? 'in-progress' : 'active';
}

/** The list entry around a mention: to the nearest comma, semicolon, bullet or line end, with a remark in brackets after it. */
function entryAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 70), start);
  const from = Math.max(...['\n', ',', ';', '•', '|', '. ', '   '].map((mark) => before.lastIndexOf(mark)));
  const after = text.slice(end, end + 80);
  const stop = /\n|;|•|\||\s{3,}|\.(?=\s|\p{Lu})|,(?!\s*(?:expired|expires|exp|valid|in progress|pending|expected|lapsed|inactive|candidate|anticipated|level))/iu.exec(after);
  return before.slice(from + 1) + text.slice(start, end) + after.slice(0, stop?.index ?? after.length);
}
