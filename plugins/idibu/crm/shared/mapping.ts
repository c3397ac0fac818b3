import { NeedsPerson, type AccountOption } from 'patchbay/sdk';
import { isBlank } from './people.js';

/** For fields that this customer of the CRM demands of every new person. */
export const NEW_PERSON_FIELDS: AccountOption = {
  key: 'newPersonFields', label: 'Fields of new people', isOptional: true,
  help: 'Values that every new person gets, for fields your CRM demands: name=value, separated by semicolons. Use the names of the CRM\'s API.',
};

export const REF_FIELD = (fallback: string): AccountOption => ({
  key: 'refField', label: 'External id field', isOptional: true, help: `API name of the field that keeps our own id of a person; ${fallback} unless told.`,
});

/** `Sector=Nursing; Rating=3` as fields. */
export function newPersonFields(mapping: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = (mapping.newPersonFields ?? '').split(/[;\n]/).map((pair) => pair.split('=').map((part) => part.trim()));
  return Object.fromEntries(pairs.filter(([name, value]) => !isBlank(name) && value !== undefined).map(([name, ...value]) => [name ?? '', value.join('=')]));
}

export function missingField(crm: string, field: string): NeedsPerson {
  return new NeedsPerson('crm-missing-field', `${crm} demands the field ${field} of every new person.`,
    `Give ${field} a value under "Fields of new people" in CRM Handoff, or make it optional in ${crm}; then retry.`);
}
