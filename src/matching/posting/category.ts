import type { Category, Condition } from './requirement.js';

const WITH_TOOL = /\b(experience|experienced|background|expertise)\s+(with|using|on|building|creating|writing|designing|developing|configuring|operating)\b|hands[- ]on|erfarenhet av|erfahrung mit/i;
const EXPERIENCE_WORD = /(?<!\p{L})(experience|experienced|(track|proven) record|erfarenhet|\p{L}*erfahrung|yrkesvana|background|exposure to|used to a|(have|has|had) (previously )?(worked|taught|led|managed|run|supervised|done|picked|supported|launched))(?!\p{L})|^(previously )?(worked|taught|led|managed|supervised|picked|launched)\b/iu;
const QUALIFICATION_WORD = /\b(degree|diploma|certificat\w*|certified|licen[cs]e[ds]?|licensure|qualified|qualification|accredit\w*|registered|education|graduate|studies|ged|examen|utbildning|ausbildung|studium|legitimation|vaccinat\w*|immuni[sz]\w*|clearance|background check|drug (test|screen)\w*|körkort|führerschein|permit holder|training (in|as)|member(ship)? of|chartered|liability insurance|registration|nvq\w*|dbs|medical certificate|type rating|certificates?|enrolled)\b|\p{L}(schein|zeugnis|ausbildung|bildung|examen|studium|abschluss|körkort|legitimation|certifikat|kort)(?!\p{L})|behörig/iu;
const NAMES_QUALIFICATION = /\b(licen[cs]e|certificat(e|ion)|ticket|diploma|qualification|registration|registered|card|permit|clearance|check)$/i;
const LOCATION_WORD = /\b(relocat\w+|commut\w+|based in|located in|living in|live (in|within)|reside\w*|travel\w*|on[- ]?site|in the office|hybrid|remote(ly)?|shifts?|weekends?|evenings?|nights?|overtime|availab\w+|on[- ]call|full[- ]time|part[- ]time|hours (a|per) week|time ?zone|own (car|vehicle|transport\w*)|reliable transport\w*|skift\w*|schicht\w*|citizen\w*|passport|start (at|as early as)|reisebereitschaft|rufbereitschaft|resor)\b/i;
const PHYSICAL = /\b(lift (up to )?\d|lbs|pounds|\d+ ?kg|\d pounds|carry \d|climb|eyesight|own (\w+ and |hand |power )?tools|stand (for|\d)|standing|on your feet|heights|non-?smok\w+|\d+ years old|\d or older|swim|physically|bend|18 years|at least (18|21)(?! ?(months?|years? (?!old|of age)))|over 18|years of age)\b/i;

const SOME_LANGUAGE = /\b(foreign|second|third|other|another|further|additional) ([\w-]+ )?language\b/i;
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
  if (has('language') || SOME_LANGUAGE.test(clause)) return 'languages';
  if (has('credential')) return 'qualifications';
  if (has('place')) return 'location';
  if (EXPERIENCE_WORD.test(clause)) return has('skill') && WITH_TOOL.test(clause) ? 'skills' : 'experience';
  if (NAMES_QUALIFICATION.test(clause)) return 'qualifications';
  if (LOCATION_WORD.test(clause) && !has('skill')) return 'location';
  if (has('quality')) return 'other';
  if (QUALIFICATION_WORD.test(clause) && !has('skill')) return 'qualifications';
  return 'skills';
}
