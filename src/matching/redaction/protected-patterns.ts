/** What a removed piece of a résumé was. */
export type ProtectedKind =
  | 'name' | 'contact' | 'gender' | 'age' | 'birth' | 'nationality' | 'marital' | 'photo' | 'address' | 'identity-number' | 'belief';

/** What is removed before anything is read, in words for a help page (LG-12). */
export const PROTECTED_KINDS: Readonly<Record<ProtectedKind, string>> = {
  name: 'the name, wherever it is repeated', contact: 'mail, telephone, web addresses', gender: 'gender words, forms of address, pronouns',
  age: 'age', birth: 'date and place of birth', nationality: 'nationality, citizenship, ethnic origin', marital: 'marital state and children',
  photo: 'references to a photo', address: 'street and postal code; the region stays', 'identity-number': 'personal and passport numbers',
  belief: 'religion and political affiliation',
};

const VALUE = '[^\\n|;•]{0,60}?(?=\\s*(?:[|;•\\n]|\\s{3,}|$|,\\s*\\p{L}[\\p{L} ]{1,24}:))';
const labelled = (labels: string): RegExp => new RegExp(`(?<![\\p{L}])(?:${labels})\\s*[:=–-]\\s*${VALUE}`, 'giu');
const DATE = '(?:\\d{1,4}[./ -](?:\\d{1,2}|\\p{L}{3,9})[./ ,-]+\\d{2,4}|\\p{L}{3,9}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\.? \\p{L}{3,9},? \\d{4}|\\d{4})';

const DEMONYM = 'Afghan|African|Albanian|Algerian|American|Angolan|Argentin(?:e|ian)|Asian|Australian|Austrian|Bangladeshi|Belgian|Bolivian|Brazilian|British|Cambodian|Cameroonian|Canadian|Caucasian|Chilean|Colombian|Congolese|Cuban|Dominican|Ecuadorian|Egyptian|Eritrean|Ethiopian|European|Filipin[oa]|Gambian|Georgian|Ghanaian|Haitian|Hispanic|Honduran|Icelandic|Indian|Iranian|Iraqi|Irish|Israeli|Ivorian|Jamaican|Jordanian|Kenyan|Latin[oax]|Lebanese|Liberian|Libyan|Malaysian|Mexican|Moroccan|Nepalese|Nepali|Nigerian|Pakistani|Palestinian|Panamanian|Peruvian|Puerto Rican|Rwandan|Salvadoran|Saudi|Scottish|Senegalese|Singaporean|Sri Lankan|Sudanese|Swiss|Syrian|Taiwanese|Tanzanian|Tunisian|Ugandan|Uruguayan|Venezuelan|Welsh|Yemeni|Zambian|Zimbabwean';
const NATION = `${DEMONYM}|Bulgarian|Chinese|Croatian|Czech|Danish|Dutch|Estonian|Finnish|French|German|Greek|Hungarian|Indonesian|Italian|Japanese|Korean|Kurdish|Latvian|Lithuanian|Norwegian|Persian|Polish|Portuguese|Romanian|Russian|Serbian|Slovak|Somali|Spanish|Swedish|Thai|Turkish|Ukrainian|Vietnamese|US|U\\.S\\.|UK|EU`;

/** Patterns of protected content, in the order in which they are removed. Each match is removed whole. */
export const PROTECTED: readonly (readonly [ProtectedKind, RegExp])[] = [
  ['contact', /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/giu],
  ['contact', /(?:https?:\/\/|www\.)\S+|(?<![\p{L}.])(?:linkedin|github|facebook|instagram|twitter|x|xing|behance|dribbble|medium|stackoverflow)\.com\/\S*/giu],
  ['contact', labelled('e-?mail|phone|tel(?:ephone|efon)?|mobile|mob|cell|fax|skype|linkedin|github|twitter|website|telefon|handynummer')],
  ['birth', labelled('date of birth|d\\.?o\\.?b\\.?|birth ?date|born(?: on)?|födelsedatum|född|geburtsdatum|geboren(?: am)?|place of birth|birth ?place|födelseort|geburtsort|year of birth')],
  ['birth', new RegExp(`(?<![\\p{L}])(?:born|geboren|född)(?: (?:on|in|am|den))?(?: the)? ${DATE}(?: in [\\p{Lu}][\\p{L}]+)?`, 'giu')],
  ['age', labelled('age|ålder|alter')],
  ['age', /(?<![\p{L}\d])(?:aged? \d{2}\b|\d{2}[- ]?years?[- ]?old|\d{2} (?:år gammal|jahre alt)|\d{2} years of age|i am \d{2}(?= ?[,.\n]))/giu],
  ['gender', labelled('gender|sex|pronouns?|kön|geschlecht|title(?=\\s*[:]\\s*(?:mr|mrs|ms|miss|mx)\\b)')],
  ['gender', /\(?(?<![\p{L}])(?:she|he|they|ze|xe|hon|han|hen|sie|er)\s?\/\s?(?:her|him|them|hir|zir|hers|his|theirs|henne|honom|ihr|ihm)(?:\s?\/\s?(?:hers|his|theirs))?(?![\p{L}])\)?/giu],
  ['gender', /(?<![\p{L}])(?:mr|mrs|ms|miss|mx|herr|frau|fru)\.?(?=\s+\p{Lu})/giu],
  ['gender', /(?<![\p{L}'’])(?:he|she|him|her|his|hers|himself|herself|they|them|their|theirs|themselves|themself)(?![\p{L}\d])/giu],
  ['gender', /(?<![\p{L}])(?:male|female|transgender|non-?binary|cisgender|(?:wo)?man|(?:wo)?men|girls?|boys?|lady|ladies|gentlem[ae]n|kvinna|weiblich|männlich)(?:['’]s)?(?![\p{L}])/giu],
  ['marital', labelled('marital status|civil status|family status|civilstånd|familienstand|children|kinder|barn|dependents')],
  ['marital', /(?<![\p{L}])(?:(?:happily )?(?:un)?married|divorced|widow(?:ed|er)?|engaged to be married|verheiratet|ledig und|geschieden|gift med|(?:single )?(?:mother|father|mom|mum|dad|parent) of (?:\d|one|two|three|four|five)(?: (?:children|kids|sons|daughters))?|(?:\d|one|two|three|four|five|no) (?:children|kids)|maternity leave|paternity leave|husband|wife|pregnan(?:t|cy)(?= leave|[,.\n]))(?![\p{L}])/giu],
  ['nationality', labelled('nationality|nationalities|citizenship|citizen of|country of (?:origin|birth)|passport|nationalitet|medborgarskap|staatsangehörigkeit|nationalität|ethnicity|ethnic origin|race|native (?:country|place)')],
  ['nationality', new RegExp(`(?<![\\p{L}])(?:(?:${NATION}|[\\p{Lu}][\\p{L}]+) (?:national(?:ity)?|citizen(?:ship)?|passport(?: holder)?|medborgare|medborgarskap|staatsbürger(?:schaft)?)|(?:citizen|national|native) of (?:the )?[\\p{Lu}][\\p{L}]+(?: [\\p{Lu}][\\p{L}]+)?|of (?:${NATION}) (?:origin|descent|heritage)|dual citizen(?:ship)?)(?![\\p{L}])`, 'gu')],
  ['nationality', new RegExp(`(?<![\\p{L}])(?:${DEMONYM})(?![\\p{L}-])(?!['’]?s? [\\p{Lu}])(?! (?:cuisine|food|cooking|market|history|literature|studies|dish|restaurant|accounting|law|tax|standards|sign))`, 'gu')],
  ['belief', labelled('religion|faith|political affiliation|konfession|caste')],
  ['photo', labelled('photo(?:graph)?|picture|foto|lichtbild|profile (?:photo|picture)')],
  ['photo', /(?:\[|\()?(?<![\p{L}])(?:(?:see )?(?:my )?(?:photo(?:graph)?|picture|headshot|foto) (?:attached|enclosed|above|below|bifogas|anbei)|profile (?:photo|picture)|\[(?:image|photo|picture)\])(?:\]|\))?/giu],
  ['photo', /^[ \t]*(?:photo(?:graph)?|picture|foto|image)[ \t]*$/gimu],
  ['identity-number', /(?<!\d)(?:\d{6,8}[-+]\d{4}|\d{3}-\d{2}-\d{4})(?!\d)/g],
  ['identity-number', labelled('ssn|social security(?: number| no\\.?)?|personnummer|national id|id number|passport (?:no|number)\\.?')],
  ['contact', /(?<![\d/.-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,4}\)[\s.-]?)?\d{2,4}(?:[\s.-]\d{2,4}){2,4}(?![\d/-])|\+\d{7,14}|\(\d{3}\)\s?\d{3}-?\d{4}|(?<![\d.])\d{3}[-. ]\d{4}(?!\d)|\+\d{1,3}[\s-]\d{2,4}[\s-]\d{3,8}/g],
  ['address', labelled('(?:home |street |postal |permanent |current )?address|adress|anschrift|postal code|zip(?: code)?')],
  ['address', /(?<![\p{L}\d])(?!(?:19|20)\d{2}\b)\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?(?:(?:\p{Lu}[\p{L}'’]*|\d+(?:st|nd|rd|th))\.? ){1,3}(?:[Ss]treet|St|[Rr]oad|Rd|[Aa]venue|Ave|[Ll]ane|Ln|[Dd]rive|Dr|[Bb]oulevard|Blvd|[Cc]ourt|Ct|[Ww]ay|[Pp]lace|Pl|[Ss]quare|[Tt]errace|[Cc]ircle|[Cc]lose|[Cc]rescent|[Pp]arkway|Pkwy|[Hh]ighway|Hwy|[Tt]rail)\b\.?(?:,? (?:[Aa]pt|[Uu]nit|[Ss]uite|[Ff]lat|#)\.? ?#?\w+)?/gu],
  ['address', /(?<![\p{L}])[\p{Lu}][\p{L}]+(?:straße|strasse|str\.|gatan|vägen|gata|allee|weg|platz) \d{1,4} ?[a-z]?\b/giu],
  ['address', /(?<![\p{L}\d])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|(?<=, ?[A-Z]{2},? )\d{5}(?:-\d{4})?|(?:p\.?o\.? box|box) \d+)(?![\p{L}\d])/gu],
];
