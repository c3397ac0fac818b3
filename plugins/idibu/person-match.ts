import type { Crm, CrmPerson, PersonCard } from './crm/connector.js';

export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly person: CrmPerson; readonly by: 'picked' | 'email' | 'phone' | 'remembered' }
  | { readonly kind: 'several'; readonly people: readonly CrmPerson[] };

export interface Remembered { readonly id: string | null }

/** Looks the person up: by e-mail, then by phone and surname, then by the id remembered from an earlier forward (ID-31). */
export async function findPerson(crm: Pick<Crm, 'findPersons'>, card: PersonCard, remembered: Remembered): Promise<Match> {
  for (const email of card.emails) {
    const match = judge(await crm.findPersons({ by: 'email', email }), remembered, 'email');
    if (match.kind !== 'none') return match;
  }
  for (const phone of card.phones) {
    const match = judge(await crm.findPersons({ by: 'phone', phone, lastName: card.lastName }), remembered, 'phone');
    if (match.kind !== 'none') return match;
  }
  return remembered.id === null ? { kind: 'none' } : judge(await crm.findPersons({ by: 'id', id: remembered.id }), remembered, 'remembered');
}

/** One hit is the person. Of several, the one that was sent or picked before; else somebody must choose. Pure. */
export function judge(hits: readonly CrmPerson[], remembered: Remembered, by: 'email' | 'phone' | 'remembered'): Match {
  const people = [...new Map(hits.map((person) => [person.id, person])).values()];
  const [first] = people;
  if (!first) return { kind: 'none' };
  if (people.length === 1) return { kind: 'one', person: first, by };
  const known = people.find((person) => person.id === remembered.id);
  return known ? { kind: 'one', person: known, by: 'remembered' } : { kind: 'several', people };
}
