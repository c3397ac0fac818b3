/** What a part of an advertisement speaks of. */
export type SectionKind = 'need' | 'nice' | 'duties' | 'offer' | 'about' | 'legal' | 'apply';

const NEED_NOUNS = words('requirement requirements qualification qualifications skill skills skillset experience experiences education competency competencies competences competence knowledge attributes criteria credentials credential ability abilities profile background specification expertise certification certifications certificates licenses licences licensing license licence proficiencies strengths expectations expectation capabilities capability language languages characteristics traits essentials must-haves musts kvalifikationer krav kravprofil kompetens kompetenser erfarenhet utbildning anforderungen anforderungsprofil voraussetzungen qualifikation qualifikationen profil erfahrung kenntnisse fähigkeiten förkunskaper behörighet egenskaper eligibility prerequisites');
const NEED_ALONE = /^(essential|required|must|must have|must haves|mandatory|minimum|you|needed|necessary|non-negotiables?|skall-?krav|ska-krav|muss)$/;
const DUTY_NOUNS = words('responsibilities responsibility duties duty tasks accountabilities functions function role description overview summary objective objectives purpose mission assignments assignment activities position job work arbetsuppgifter uppdraget aufgaben tätigkeiten tjänsten rollen scope deliverables aufgabengebiet ansvarsområden opportunity');
const OFFER_NOUNS = words('benefits benefit perks compensation salary pay package offer rewards hours schedule remuneration förmåner leistungen vorteile wages wage bonus-scheme incentives advantages-for-you benefits-package shift shifts rate lön anställningsvillkor villkor');
const JOINERS = words('the your our my a an and or of for to in on as at with & / + - – this key core essential required minimum basic mandatory job role candidate position technical professional general personal main hard soft functional work educational other special academic physical needed necessary summary level set must have are is successful applicant applicants person ideal additional primary specific relevant typical daily full total what din dina ditt ihr ihre dein deine formella unsere fachliche persönliche wir erwarten och und om company employee staff selection demands environment conditions major day-to-day management team business industry success important i dina you us exciting further');

const NICE = /\b(nice[- ]to[- ]haves?|^bonus( points| skills| qualifications| if)?|prefer+ed|preferable|^preferences?|desirables?|(a |^)plus(es)?$|^pluses|advantageous|an advantage|^optional|meriterande|wünschenswert|von vorteil|idealerweise|good to have|great to have|brownie|extra (credit|points)|would be (great|nice|ideal|fantastic|amazing|awesome|brilliant|a plus|an advantage)|not required|would love|what will set you apart|stand out|nice-to-haves?|icing on the cake|(highly|well) regarded|(increase|improve|boost)s? your chances|not essential|considered an advantage|(might|may|could) (also )?(have|bring)|(extra|bonus) points|(help|helps|helpful|useful|good|great|nice|lovely|better|ideal|bra|schön|toll) (if|om|wenn)|pluspunkte|merits?|if you also|even better|excited if|love it if|good if|ideal world)\b/i;
const DESIRED = /^desired\b(?!.*\bskills\b)/i;

const PHRASES: readonly [SectionKind, RegExp][] = [
  ['offer', /(^|\b)(what )?(do )?we('ll)? (can )?(offer|provide|give)\b|what you('ll| will| can|'ll)? (get|receive|gain|enjoy|learn|expect from us)|what['’]?s in it|why (join|work|us|you|choose|apply|be)|in return|perks|benefits|vi erbjuder|wir bieten|bieten wir|das erwartet dich|our offer|we offer|join us|life at|look(ing)? forward to|^hos oss|^(then )?we (bring|have|pay|give|will give)\b|reasons to|salary|compensation|working (with|for|at) us|what to expect|\boffers$|attractive|(awaits|awaiting|waiting for) you/i],
  ['about', /^(about|om|über) (?!(you|the (role|job|position|candidate|opportunity)|this|dig|rollen|tjänsten|jobbet|dich)\b)|who (we are|is )|^our (company|mission|story|values|culture|team|client|vision|history|organi[sz]ation|school|hospital|restaurant|purpose)|^(the )?(company|client|team|organi[sz]ation|business|employer)( (overview|description|profile|summary|information|background))?$|wer wir sind|vilka är vi|company (overview|description|profile|info)|about us|unser unternehmen/i],
  ['legal', /equal (opportunit|employment)|\beeo\b|^diversity|inclusion|disclaimer|privacy|accommodation|^notice|gdpr|legal|affirmative|safeguarding statement|covid|inclusive|fair chance|pay transparency/i],
  ['apply', /(how to|to|ready to|interested in) apply|^how to\b|happens next|what['’]s next|^appl(y|ication|ications)\b|application (process|procedure|deadline|instructions)|next steps?|(interview|hiring|recruitment|selection) process|^contact|closing date|ansök|bewerb|^interested\b|^(additional|other|further|important|general) (information|info|notes?|details|comments)$|^questions?\b|^deadline|^documents?$/i],
  ['duties', /what (you|we)('ll| will|['’]ll| would| do)? ?(be )?(do|doing|work|own|deliver|responsib)|what you['’]?(ll)? (be )?(do|doing)|your (role|mission|tasks?|responsibilities|impact|day|job|work|duties|challenge)|day[- ]to[- ]day|^(about )?(the|this) (role|job|position|opportunity|challenge)|in this (role|seat|position)|^you will$|^you['’]ll( be)?$|a typical (day|week)|(deine|ihre) aufgaben|om (rollen|tjänsten|jobbet)|the work|how you|job description|will be (doing|responsible)|responsib|duties|arbetsuppgift|what the job involves/i],
  ['need', /about you|(behöver|brauchst) du|(du|sie) (behöver|brauchst|brauchen)|hear from you if|(candidates?|applicants?) (are|is|must|should|need|will (also |ideally )?(have|be|need|possess|bring|hold))\b|^(the )?successful (candidate|applicant)|who (you are|are you|we need|we want|should apply)|who we('re|’re| are)? (look|seek)|what (you|we)\b.*\b(need|bring|have|look|looking|expect|require|want|possess|seek|value|know)|what (do )?(you|we) (need|have|bring)|^(if )?you(['’]ll| will| should| must|['’]ve|r)? ?(have|has|are|bring|need|possess|got)\b|^(if )?you(['’]re| are| might be| may be| could be)\b.*\b(match|fit|right|if)\b|what we(['’]?d| would)? (like|love|hope)|to (be successful|succeed|qualify|thrive|be considered|excel)|be (a )?(great|good|strong|perfect|right)( fit| match)?|we('re| are|’re|['’]d| would)? (need|look|looking|seek|seeking|expect|want|require)|(ideal|successful|right|perfect|suitable) (candidate|applicant|person)|do you have|is this you|sounds? like you|must[- ]haves?|vi söker|vem är du|du har|om dig|din (profil|bakgrund)|bringst du mit|bringen sie mit|wen wir suchen|dein profil|ihr profil|what it takes|matters to us|what counts|important to us|we['’]d love|looking for|you are|are you|your (profile|background|experience|skills|qualifications|strengths|toolkit)|requirements?\b|qualifications?\b|anforderung|kvalifikation|who you are|right for (you|this)|person spec|what makes you/i],
];

/** "This role requires a variety of strengths and capabilities including:": a whole sentence over the list of what is asked for. */
const ASKING_OPENING = /\b(requires?|required|expects?|expected|needs?|looking for|must|should|will|you) (also |ideally )?(have|has|bring|possess|hold|be|are|demonstrate|show|an?|the|you|someone|candidates?|people|strong)\b|\b(requires|you have|you bring|you need|requirements?|qualifications?|skills|criteria|competenc(y|ies)|qualities|strengths)\b/i;
const DUTY_OPENING = /\b(responsib\w+|duties|tasks|you will (be )?(?!have|need|bring|possess|hold|be)\w+|offer|benefits?)\b/i;
const OPENING_TOKENS = 24;

/** The kind of section a heading opens; undefined when the line is no heading that is known. */
export function sectionOf(heading: string): SectionKind | undefined {
  const text = heading.replace(/[*_#>:•\-–—\s]+\.?$/u, '').replace(/^[*_#>•\s\d.)-]+/u, '').replace(/\(.*?\)/g, ' ').replace(/[!?.…]+$/, '').trim().toLowerCase();
  if (/^(experience|education|job|seniority|career) (level|type|category)$|^(date|likes|location)/.test(text)) return 'about';
  const tokens = text.split(/[\s,/&+]+/).filter(Boolean);
  const isAskingSentence = tokens.length > 5 && tokens.length <= OPENING_TOKENS && /:\s*$/.test(heading) && ASKING_OPENING.test(text) && !DUTY_OPENING.test(text);
  if (tokens.length > 10) return isAskingSentence ? 'need' : undefined;
  if (tokens.length === 0) return undefined;
  if ((tokens.length <= 7 || /:\s*$/.test(heading) || /would be \w+ if you/.test(text)) && (NICE.test(text) || DESIRED.test(text))) return 'nice';
  // Alone it heads what the employer tells of itself as often as what a person should bring.
  if (text === 'background') return undefined;
  if (NEED_ALONE.test(text)) return 'need';
  const only = (nouns: Set<string>): boolean => tokens.every((t) => nouns.has(t) || JOINERS.has(t)) && tokens.some((t) => nouns.has(t));
  if (only(NEED_NOUNS)) return 'need';
  if (tokens.every((t) => NEED_NOUNS.has(t) || DUTY_NOUNS.has(t) || JOINERS.has(t)) && tokens.some((t) => NEED_NOUNS.has(t))) return 'need';
  if (/^desired\b/.test(text)) return 'need';
  // "Package management" is a skill.
  if (only(OFFER_NOUNS) && !/^package manage/.test(text)) return 'offer';
  if (only(DUTY_NOUNS)) return 'duties';
  return PHRASES.find(([, pattern]) => pattern.test(text))?.[0] ?? (isAskingSentence ? 'need' : undefined);
}

function words(list: string): Set<string> {
  return new Set(list.split(' '));
}
