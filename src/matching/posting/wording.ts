/** Words that make a requirement optional. */
const OPTIONAL = /\b((is|are|be|as|considered|would be|will be|seen as|also|definite(ly)?|strong|big|huge|real|an?)\s+(a |an )?(strong |definite |big |real |huge |distinct |added |significant )?(plus|bonus|advantage|asset|beneficial|advantageous|merit|nice[- ]to[- ]have|desirable|preferred|helpful|welcome|preferable|useful|meriterande|pluspunkt)|a plus\b|nice[- ]to[- ]have|(strongly |highly )?preferred|desirable|advantageous|beneficial|bonus points?|not (required|essential|mandatory|necessary|a must)|optional|ideally|meriterande|von vorteil|wünschenswert|idealerweise|gärna|would be (great|nice|ideal)|good to have|\(plus\)|is helpful|helps\b$|(is|are|be) (lovely|handy|welcomed)|given preference|preference (will be|is) given|looked (up)?on favou?rably|wären? (schön|toll|ideal|hilfreich)|kein muss|men inget krav)/i;
const OBLIGATORY = /\b(must(?!-see)|required|mandatory|essential|(is |are )?necessary|minimum|at least|need to have|is a must|prerequisite|compulsory|krav|krävs|måste|zwingend|erforderlich|vorausgesetzt|notwendig|have to (have|hold|be)|no less than|need(s)? (to|a|an))\b/i;

/** "(Epicor preferred)" prefers a kind of the thing; "(preferred)" prefers the thing. */
const PREFERRED_KIND = /\((?!(?:strongly |highly |is |not )?preferred)[^()]{2,40} preferred\)/i;

/** True: must-have by wording; false: nice-to-have by wording; undefined: the wording does not say. */
export function mandatoryByWording(text: string): boolean | undefined {
  const clause = text.replace(PREFERRED_KIND, '');
  const isNegated = /\bnot (required|essential|mandatory|necessary|a must)|no .{0,40} (required|needed|necessary)\b/i.test(clause);
  if (isNegated) return false;
  const optional = OPTIONAL.exec(clause);
  const obligatory = OBLIGATORY.exec(clause);
  if (optional && obligatory) return obligatory.index > optional.index ? true : false;
  if (optional) return false;
  return obligatory ? true : undefined;
}

const LEGAL = /\b(equal (opportunit|employment)|affirmative action|without regard to|regardless of (race|age|gender|sex|background|ethnic|religion|nationality)|\brace\b,|religion,|sexual orientation|gender identity|veteran status|disability status|with disabilities|protected (veteran|characteristic|class)|all qualified (applicants|candidates)|reasonable accommodation|we (welcome|encourage|celebrate|value) (applica|divers|all|people)|we (are|'re) (an inclusive|committed to (divers|inclus|equal|creating))|diversity(,| and| &) inclusion|discriminat|welcomes? applica|encourage(s|d)? (applications|candidates|people|women|you to apply|applicants)|personal background|every background|all backgrounds|e-verify|privacy (policy|notice)|personuppgifter|mångfald|vielfalt|inclusive (workplace|employer|environment)|every(body|one) can apply|adjustments (to|during|for)|fair chance)/i;
const OFFER = /\b(we (offer|provide|will (give|provide|offer|support|train)|can offer|pay)|you('ll| will| can)? (receive|get|enjoy|earn|benefit from|be (paid|rewarded|offered|given))|competitive (salary|pay|package|compensation|remuneration)|paid (time off|holiday|vacation|leave)|401\(?k\)?|salary (range|of|from|between|is)|\$\s?\d|£\s?\d|€\s?\d|bonus scheme|no experience (is )?(necessary|needed|required)|training (is |will be )?provided|vi erbjuder|wir bieten|tuition (reimbursement|assistance)|profit[- ]sharing|friskvårdsbidrag|kollektivavtal)/i;
const PERK = /\b(annual leave|days('| of)? (holiday|vacation|leave)|pension|health insurance|dental|medical insurance|life (insurance|assurance)|stock options|free (lunch|parking|coffee|meals|gym)|gym membership|parental leave|perks|per (hour|annum)\b|sick (pay|leave)|discounts?|career (development|progression) opportunities|cycle to work|employee assistance|flexible (working )?hours|company (car|pension|events)|wellness)\b/i;
const COMPANY = /^(we('re| are| were| have| build| make| help| believe| work| serve| run| operate| need your| deliver| design| develop| create| know| want to| love|'ve)\b(?!.*\b(look|seek|search|recruit|hir)\w*)|our (company|mission|team|clients?|customers?|product|vision|culture|office|people|goal|platform|values|store|hotel|school|business|hospital|restaurant)\b|founded|established|since \d{4}|headquartered|with (over|more than) \d+ (employees|people|locations|stores|years)|^(?!.*\b(you|your|candidates?|applicants?|look\w*|seek\w*|search\w*|need\w*|requir\w+|expect\w*|hir\w+|recruit\w*|must)\b).*\b\d+ years\b.*\b(us|our|we)\b|the company\b|join (us|our|a)\b|as (a|the|one of the) (leading|global|family|world|market)|(is|are) (a|an|the) (leading|global|fast|growing|family|world|award))/i;
const APPLYING = /^(to|please|how to) apply\b|^applications? (will|should|must|received|are)\b|\b(apply (now|today|here|online|via|directly)|send (us )?(your|a|an) (cv|resume|résumé|application|cover|updated)|submit (your|a|an) (cv|resume|résumé|application|cover)|click (here|on|the)|closing date|(application )?deadline( is|:| for)|for (more|further) (information|details)|(please )?contact (us|our|me|\[)|we look forward|\b(call|text|ring|phone|message) us\b|give us a call|will be (called|contacted|notified|invited)|get in touch|visit our|interviews? (will|are|take)|(publications?|documents?|appendices|attachments?|application material)\b.*\b(must|be attached)|start(ing)? date|cover letter|skicka|din ansökan|senden sie|bewerben sie|ansök nu|e-?mail (us|your|me|address)|job (id|type|category):?|date posted|salary:|https?:|www\.)/i;
const AT_EMPLOYER = /^At (?!Least)[A-Z[]/;

export type Foreign = 'legal' | 'offer' | 'perk' | 'company' | 'apply';

/** Says whether a sentence speaks of the employer, the offer, the law or the way to apply instead of the person wanted. */
export function foreignTo(sentence: string): Foreign | undefined {
  if (LEGAL.test(sentence)) return 'legal';
  if (APPLYING.test(sentence)) return 'apply';
  if (OFFER.test(sentence)) return 'offer';
  if (PERK.test(sentence)) return 'perk';
  return COMPANY.test(sentence) || AT_EMPLOYER.test(sentence) ? 'company' : undefined;
}

const ASKS = /\b(you(’|')?(ll| will)? (must|should|need|require)|you (have|hold|possess|bring|are (a |an )?(qualified|experienced|certified|licensed|registered|able|fluent|proficient|comfortable|familiar|skilled|trained|confident|used to|educated|legitimerad))|you(’|')ve|you(’|')?ll? (need|have|bring)|you will (have|need|bring|hold|possess|be (a |an )?(experienced|qualified|established|excellent|able))|must (have|be|hold|possess|speak|pass)|(is|are) (required|essential|necessary|mandatory|a must|needed)|requires?\b|required:?|(at least|minimum( of)?|min\.?) (\d|one|two|three|four|five|six|seven|eight|ten|a )|(look|seek|search)(ing|s)? for (someone|somebody|a|an|candidates?|people|individuals?|applicants?|talented|experienced)[^.]*\b(with|who|has|have|having|experience)|(ideal|successful|right|suitable|perfect|preferred) (candidate|applicant|person|individual)s?|(applicants?|candidates?|the (person|applicant)) (must|should|need|will (have|need|possess|be)|has|have|with)|\d+\+? ?(years|yrs)|(experience|knowledge|familiarity|proficiency|fluency|degree|certificat\w+|licen[cs]e)\b[^.]{0,80}\b(required|preferred|plus|essential|advantage|desirable|bonus|beneficial|asset|necessary|mandatory)|fluent|we (need|expect|require)|we(['’]d| would) (love|like) (it if )?(you|to (see|hear))|would be (great|nice|ideal|an advantage|advantageous|a plus|beneficial)|du (har|måste|behöver|ska|bör|är (utbildad|legitimerad|van))|sie (verfügen|haben|bringen|sprechen|besitzen)|du (hast|bringst|sprichst|verfügst)|vi söker dig som|krävs|vorausgesetzt|setz(en|t) wir voraus|meriterande|von vorteil|what you(['’]ll)? (do )?need|ideally,? you|anyone with|we (also )?ask for|(applicants?|candidates?) (are|is) (asked|expected|required)|(given preference|welcomed|handy|favou?rably)$|is what (we|you) (look|need|want)|comes? with the (job|role|post)|part of the (job|role|post)|(nice to have|a bonus|helps)$)\b/i;

/** "You will be required to apply your knowledge": a task, not a condition. */
const TASK = /\b(is|are|be) (required|expected|asked|needed) to (?!(also )?(have|hold|possess|be|travel|pass|undergo|relocate|obtain|speak|demonstrate|show|commute|reside|live|complete|drive|work (on|in|at|from|weekends|shifts|nights|evenings|overtime))\b)/i;

const ASKED_NOUN = /\b(experience|knowledge|understanding|skills?|degree|years?|fluent|certifi\w+|licen[cs]e)\b/i;

/** "You will have a varied job", "If you need help with your application": what comes with the job, or with applying. */
const GIVEN = /^(you(['’]ll| will) have (an? |the )|(and )?if you (need|have any|are interested|want|wish)\b|(over|in|during) the (last|past) \w+ years\b)/i;

/** True when a sentence outside any requirements section asks something of the person wanted. */
export function asksForSomething(sentence: string): boolean {
  return ASKS.test(sentence) && !TASK.test(sentence) && (!GIVEN.test(sentence) || ASKED_NOUN.test(sentence));
}

const OTHER_SUBJECT = /^(nobody|no one|the(?! (?:ability|capacity|right|willing|drive|desire|successful|ideal|candidate|applicant|person|following|confidence|skills?|energy|courage|necessary|required|usual|legal|physical|highest|curiosity|eligibility|flexibility|experience|knowledge|patience|strength|passion))|this|these|those|our|all(?! (?:relevant|required|necessary))|each|there|another|it|they|through|here|every|approx|today|while|when|although|since|surrounded|he\/she will|we|what['’]s more|at (the|our)|you will use|working with us|in addition|\[[A-Z]+\])(?!\w)/i;
const OTHER_TALK = /^(apply (and|now|to)|check out|visit (us|our|the)|read more|find out|you can read|salary and|(the )?(appointment|duration|remuneration|period of employment)\b|for (general )?information|information about|see (our|more)|please (contact|submit|apply|send|visit|call|note that the)|for (more|further) information|more information|interested in (working|joining)|unleash|join (us|our|the)|discover (your|the|how)|grow (with|your)|come (and|work|join)|become (part|a)|be part|leave your|don['’]t|(and )?if you|are you|is this|does this|no (problem|worries|cv)|want to|ready to|interested\b.*\?|other duties|you (don['’]t|do not) (need|have to))|\?$|^\[[A-Z]+\]\.?$|^(impressed|sounds)/i;

const SHORT_ASK = /\b(required|a must|essential|needed|mandatory|preferred|desirable|a plus|a bonus|an advantage|an asset|minimum|krävs|meriterande|von vorteil|erforderlich|wünschenswert)\W*$/i;
const SHORT = 15;

/** True for "own tools required" and its like: whatever it names, it is asked for. */
export function isShortAsk(sentence: string): boolean {
  return SHORT_ASK.test(sentence) && sentence.split(/\s+/).length <= SHORT && !/\bno\b|\b(when|as|if|where) (required|needed|necessary)\W*$/i.test(sentence);
}

const ITEM_OPENING = /^(strong|good|excellent|outstanding|proven|solid|sound|knowledge|ability|able to|experience|experienced|familiar|fluent|proficien\w+|degree|willing\w*|comfortable|confident|understanding|valid|current|minimum|at least|\d+\+? years|be able|hold|have|speak|own|know|passion|you (?:are|have|possess|know|thrive|remain|bring|hold|speak|master)(?! (?:free|welcome|part|the (?:chance|opportunity)))|gute?|sehr gute|sichere?r?|abgeschlossene|erfahrung|kenntnisse|goda?|erfarenhet|minst|mindestens)\b/i;

/** True when an entry of a list reads like something asked for. */
export function readsLikeAsked(item: string): boolean {
  return ITEM_OPENING.test(item) || mandatoryByWording(item) !== undefined;
}

const DUTY_TALK = /^(you(['’]ll| will) (also )?(collaborate|work|join|lead|develop|design|build|report|support|help|play|take|manage|drive|create|contribute|partner|own|deliver|participate|be (working|joining|reporting|part of|involved))\b|[\p{L} -]{3,60} (is|are) responsible for\b)/iu;

/** True when a sentence in a requirements section speaks of something else than the person wanted, or only talks to the reader. */
export function isAside(sentence: string): boolean {
  if (OTHER_TALK.test(sentence) || (DUTY_TALK.test(sentence) && !ASKED_NOUN.test(sentence))) return true;
  return OTHER_SUBJECT.test(sentence) && sentence.split(/\s+/).length >= 5 && !ASKS.test(sentence);
}

/** "You enjoy variety" is said of benefits too; among what is asked for it tells what the person is like. */
export function tellsTrait(sentence: string): boolean {
  return /^(you|who) (really |truly |also )?(enjoy|love|like|thrive)\b/i.test(sentence) && !ENJOYED.test(sentence);
}
const ENJOYED = /\b(benefits?|salary|pay|discounts?|perks|pension|holidays?|vacation|leave|bonus|hours|lunch|budget)\b/i;

const OPENING_ONLY = /^(as |in |for )?[^.]{0,60}\b(you (have|are|bring|need|will have|should have|must have|know)|looking for( are)?|must have|experience (with|in)|skills needed|we (expect|need|require))\W*$/i;

/** True for an opening without content ("To succeed you have"), whose list follows on the next lines. */
export function isOpeningOnly(line: string): boolean {
  return line.length < 90 && OPENING_ONLY.test(line);
}

const FIRM = /\b(must|required|need to|have to|krävs|erforderlich)\b/i;

/** True when even a sentence in a section on the offer or on applying states a condition of employment. */
export function isFirmCondition(sentence: string): boolean {
  return FIRM.test(sentence);
}
