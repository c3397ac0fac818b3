import { describe, expect, it } from '@jest/globals';
import { CrmRefusal } from '../connector.js';
import { presentable } from './presentable.js';

describe('a CRM\'s words of refusal', () => {
  it.each([
    ['Email address robin.0001@example.com is invalid', 'Email address … is invalid'],
    ['Phone +44 (0)20 7123-4567 is too long', 'Phone … is too long'],
    ['Contact already exists. Existing ID: 15101', 'Contact already exists. Existing ID: 15101'],
    ['No such column \'Foo__c\' on sobject of type Contact', 'No such column \'Foo__c\' on sobject of type Contact'],
    ['lastName: bad value set for last name: "Robin Example"', 'lastName: bad value set for last name: …'],
    ['The person\'s record isn\'t there', 'The person\'s record isn\'t there'],
  ])('%s', (words, shown) => { expect(presentable(words)).toBe(shown); });

  it('never reach a log or an answer with what they quote, nor without end', () => {
    expect(new CrmRefusal('invalid', `HubSpot: robin@example.com ${'x'.repeat(500)}`).message).toMatch(/^HubSpot: … x{188,192}$/);
  });
});
