import { describe, expect, it } from '@jest/globals';
import type { CrmPerson, PersonCard, PersonQuestion } from './crm/connector.js';
import { findPerson } from './person-match.js';

const person = (id: string): CrmPerson => ({ id, name: id, emails: [], phones: [], url: null });
const card: PersonCard = {
  ref: 'r', firstName: 'Kim', lastName: 'Berg', emails: ['kim@example.com', 'berg@example.com'], phones: ['+46701234567'], location: null, headline: null, links: [],
  source: 'Board', appliedAt: 0, isOptedOut: false, ownerId: null,
};

function crm(answers: Partial<Record<string, string[]>>) {
  const asked: string[] = [];
  return {
    asked,
    findPersons: async (question: PersonQuestion) => {
      const key = question.by === 'phone' ? `${question.phone} ${question.lastName}` : question.by === 'email' ? question.email : question.by === 'id' ? `id ${question.id}` : 'ref';
      asked.push(key);
      return (answers[key] ?? []).map(person);
    },
  };
}

describe('looking a person up in the CRM', () => {
  it('ID-31 asks by e-mail, then by phone and surname, then by the remembered id', async () => {
    const empty = crm({});
    expect(await findPerson(empty, card, { id: '7' })).toEqual({ kind: 'none' });
    expect(empty.asked).toEqual(['kim@example.com', 'berg@example.com', '+46701234567 Berg', 'id 7']);
  });

  it('ID-31 takes exactly one hit', async () => {
    expect(await findPerson(crm({ 'kim@example.com': ['1'] }), card, { id: null })).toMatchObject({ kind: 'one', by: 'email', person: { id: '1' } });
    expect(await findPerson(crm({ '+46701234567 Berg': ['2'] }), card, { id: null })).toMatchObject({ kind: 'one', by: 'phone' });
    expect(await findPerson(crm({ 'id 7': ['7'] }), card, { id: '7' })).toMatchObject({ kind: 'one', by: 'remembered' });
  });

  it('ID-31 leaves several hits to a person, unless one of them was sent or picked before', async () => {
    const several = { 'kim@example.com': ['1', '2', '2'] };
    expect(await findPerson(crm(several), card, { id: null })).toMatchObject({ kind: 'several', people: [{ id: '1' }, { id: '2' }] });
    expect(await findPerson(crm(several), card, { id: '2' })).toMatchObject({ kind: 'one', person: { id: '2' } });
  });
});
