import type { Category, Condition } from './requirement.js';

const WITH_TOOL = /\b(experience|experienced|background|expertise)\s+(with|using|on|building|creating|writing|designing|developing|configuring|operating)\b|hands[- ]on|erfarenhet av|erfahrung mit/i;
const EXPERIENCE_WORD = /\b(experience|experienced|track record|erfarenhet|erfahrung|berufserfahrung|background)\b/i;
const QUALIFICATION_WORD = /\b(degree|diploma|certificat\w*|certified|licen[cs]e[ds]?|licensure|qualified|qualification|accredit\w*|registered|education|graduate|studies|ged|examen|utbildning|ausbildung|studium|legitimation|vaccinat\w*|immuni[sz]\w*|clearance|background check|drug (test|screen)\w*|körkort|führerschein|permit holder|training (in|as)|member(ship)? of|chartered)\b/i;
const LOCATION_WORD = /\b(relocat\w+|commut\w+|based in|located in|living in|live (in|within)|reside\w*|travel\w*|on[- ]?site|in the office|hybrid|remote(ly)?|shifts?|weekends?|evenings?|nights?|overtime|availab\w+|on[- ]call|full[- ]time|part[- ]time|hours (a|per) week|time ?zone|own (car|vehicle|transport\w*)|reliable transport\w*|skift\w*|schicht\w*)\b/i;
const PHYSICAL = /\b(lift (up to )?\d|lbs|pounds|\d+ ?kg|stand for|standing|physically|bend|18 years|at least (18|21)|over 18|years of age)\b/i;

const RECORD = /\b(driving record|background (check|screening)|drug (test|screen)\w*|criminal record)\b/i;

/** The category of a clause, from what it asks for and how it says it. */
export function categoryOf(clause: string, conditions: readonly Condition[]): Category {
  const has = (kind: Condition['kind']): boolean => conditions.some((c) => c.kind === kind);
  const experience = conditions.find((c) => c.kind === 'experience');
  if (PHYSICAL.test(clause)) return 'other';
  if (RECORD.test(clause)) return 'qualifications';
  if (has('education')) return 'qualifications';
  if (has('work-right')) return 'location';
  if (experience && experience.months > 0) return 'experience';
  if (has('language')) return 'languages';
  if (has('credential')) return 'qualifications';
  if (has('place')) return 'location';
  if (EXPERIENCE_WORD.test(clause)) return has('skill') && WITH_TOOL.test(clause) ? 'skills' : 'experience';
  if (LOCATION_WORD.test(clause) && !has('skill')) return 'location';
  if (has('quality')) return 'other';
  if (QUALIFICATION_WORD.test(clause) && !has('skill')) return 'qualifications';
  return 'skills';
}
