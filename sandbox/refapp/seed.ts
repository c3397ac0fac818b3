import type { SeededRandom } from '../kit/index.js';
import type { Organisation, Questionnaire, Records } from './records.js';

interface Form { name: string; language: 'sv' | 'en'; isDemographic?: boolean; questions: string[] }

const forms: Form[] = [
  { name: 'Allmän referens', language: 'sv', questions: ['Hur länge arbetade ni tillsammans?', 'Vilka är personens styrkor?', 'Skulle du anställa personen igen?'] },
  { name: 'Chefsreferens', language: 'sv', questions: ['Hur leder personen andra?', 'Hur hanterar personen motgångar?'] },
  { name: 'General reference', language: 'en', questions: ['How long did you work together?', 'What are their strengths?', 'Would you hire them again?'] },
  { name: 'Frivilliga bakgrundsfrågor', language: 'sv', isDemographic: true, questions: ['Ålder', 'Kön'] },
];

export function addOrganisation(records: Records, name: string, random: SeededRandom): Organisation {
  const organisation: Organisation = { id: `org_${random.hex(12)}`, name, keys: new Set([`rf_key_${random.hex(40)}`]), webhook: null, access: { mode: 'open' } };
  records.organisations.set(organisation.id, organisation);
  for (const { name: title, language, isDemographic = false, questions } of forms) {
    const form: Questionnaire = {
      id: `qst_${random.hex(8)}`, organisationId: organisation.id, name: title, language, isDemographic, questions: questions.map((text, index) => ({ id: `q${index + 1}`, text })),
    };
    records.questionnaires.set(form.id, form);
  }
  return organisation;
}

/** The same organisations, keys and questionnaires on every start. Returns the first organisation, the default one. */
export function plantSeed(records: Records, random: SeededRandom): Organisation {
  const first = addOrganisation(records, 'Northwind Staffing', random);
  addOrganisation(records, 'Harbour Foods', random);
  return first;
}
