import type { Query } from '../http/query.js';
import type { Wire } from '../http/view.js';
import type { Posting } from '../model/hiring.js';

function question(text: string, name: string, type: string, required: boolean): Wire {
  return { text, name, type, required, value: null };
}

const personal: readonly Wire[] = [
  question('Full name', 'fullName', 'text', true),
  question('Email', 'email', 'text', true),
  question('Current company', 'currentCompany', 'text', false),
  question('Current location', 'currentLocation', 'text', false),
  question('Phone', 'phone', 'text', false),
  question('Resume', 'resume', 'file-upload', false),
];
const additional = question('Additional information', 'additionalInformation', 'textarea', false);

export const requiredPersonalInformation = personal.filter((field) => field.required === true).map((field) => String(field.name));

function eeoDropdown(text: string, options: readonly string[]): Wire {
  return {
    description: null, required: false, text, type: 'dropdown', options: options.map((option) => ({ text: option,
      optionId: option })),
    prompt: text, value: null,
  };
}

const decline = 'Decline to self-identify';

/** The race options carry a description, declining does not. */
function withDescriptions(dropdown: Wire): Wire {
  const options = dropdown.options as Array<{ text: string; optionId: string }>;
  return {
    ...dropdown,
    options: options.map((option) => (option.text === decline ? option : { ...option,
      description: `Describes me best: ${option.text}.` })),
  };
}

const eeoQuestions: Wire = {
  gender: eeoDropdown('Gender', ['Female', 'Male', decline]),
  race: withDescriptions(eeoDropdown('Race', [
    'Hispanic or Latino', 'White (Not Hispanic or Latino)', 'Black or African American (Not Hispanic or Latino)',
    'Native Hawaiian or Other Pacific Islander (Not Hispanic or Latino)', 'Asian (Not Hispanic or Latino)',
    'American Indian or Alaska Native (Not Hispanic or Latino)', 'Two or More Races (Not Hispanic or Latino)', decline,
  ])),
  veteran: eeoDropdown('Veteran status', ['I am a veteran', 'I am not a veteran', decline]),
};

/** The application form; it answers for postings in any state. */
export function applyForm(posting: Posting, query: Query): Wire {
  const distribution = query.one('distribution');
  const sets = posting.customQuestions.filter((set) => distribution === undefined || set.distribution.includes(distribution));
  return {
    id: posting.id, text: posting.text,
    customQuestions: sets.map((set) => ({ ...set, fields: set.fields.map((field) => ({ ...field, value: null })) })),
    ...(posting.asksEeo ? { eeoQuestions } : {}),
    personalInformation: [...personal, ...locationQuestion(posting), additional],
    urls: [question('LinkedIn', 'LinkedIn', 'text', false), question('Other', 'Other', 'text', false)],
    consentDisclosures: null,
  };
}

function locationQuestion(posting: Posting): Wire[] {
  const { allLocations } = posting.categories;
  if (allLocations.length < 2) return [];
  return [{
    ...question('Preferred location', 'preferredPostingLocation', 'dropdown', false),
    options: allLocations.map((text) => ({ text, optionId: text })),
  }];
}
