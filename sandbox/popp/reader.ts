/** How this service reads: plain rules over words, so that tests can tell beforehand what it will say. */

const ASKING = /\b(experience|years?|degree|diploma|certificat\w*|licen[cs]e|fluent|knowledge|skills?|ability|able|proficien\w*|must|required|familiar\w*)\b/i;
const MUST = /\b(must|required|essential|minimum|at least)\b/i;
const SMALL = new Set(['and', 'the', 'with', 'for', 'years', 'year', 'experience', 'skills', 'knowledge', 'ability', 'must', 'have', 'required', 'least', 'good', 'strong', 'two', 'three']);

export interface ReadRequirement { requirement: string; isMandatory: boolean }

/** Markup out, entities back; list items and paragraphs become lines. */
function linesOf(description: string): string[] {
  const text = description.replace(/<\/?(li|p|ul|ol|div|h\d|br)[^>]*>/gi, '\n').replace(/<[^>]+>/g, '').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&');
  return text.split('\n').map((line) => line.replace(/^[\s•*\-–]+/, '').trim()).filter((line) => line !== '');
}

/** Lines of a job description that ask for something. */
export function requirementsIn(description: string): ReadRequirement[] {
  const found = new Map<string, ReadRequirement>();
  for (const line of linesOf(description)) {
    if (line.length < 8 || line.length > 300 || !ASKING.test(line)) continue;
    found.set(line.toLowerCase(), { requirement: line, isMandatory: MUST.test(line) });
  }
  return [...found.values()].slice(0, 40);
}

const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}+#]{3,}/gu) ?? []).filter((word) => !SMALL.has(word));

/** The line of the CV that holds most of the requirement's words, when it holds at least half. */
export function evidenceFor(requirement: string, cv: string): string | null {
  const wanted = [...new Set(wordsOf(requirement))];
  if (wanted.length === 0) return null;
  let best: { line: string; share: number } | null = null;
  for (const line of cv.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const has = new Set(wordsOf(line));
    const share = wanted.filter((word) => has.has(word)).length / wanted.length;
    if (share > (best?.share ?? 0)) best = { line, share };
  }
  return best && best.share >= 0.5 ? best.line : null;
}
