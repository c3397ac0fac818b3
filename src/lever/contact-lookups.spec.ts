import { describe, expect, it } from '@jest/globals';
import type { LeverReads } from '../sdk/lever/index.js';
import { LeverForbidden, type LeverFailure } from '../sdk/lever/index.js';
import { ContactLookups } from './contact-lookups.js';

interface Filter { readonly contactId: readonly string[]; readonly confidentiality?: string }

function world() {
  const asked: Filter[] = [];
  const lookups = new ContactLookups();
  const readsThat = (fail?: () => Error) => ({
    opportunities: {
      list: async function* (filter: Filter) {
        asked.push(filter);
        if (fail) throw fail();
        for (const contact of filter.contactId) yield { id: `of-${contact}`, contact };
      },
    },
  }) as unknown as LeverReads;
  const ask = (contactId: string, { connection = 'one', sight = 'visible' as const, fail }: { connection?: string; sight?: 'all' | 'visible'; fail?: () => Error } = {}) =>
    lookups.of(connection, readsThat(fail)).opportunities(contactId, sight);
  return { asked, ask };
}

describe('where people are already', () => {
  it('is asked for together what is asked at the same moment, and answered to each for its own person', async () => {
    const { asked, ask } = world();
    const answers = await Promise.all(['a', 'b', 'a', 'c'].map((id) => ask(id)));
    expect(answers.map((rows) => rows.map((row) => row.id))).toEqual([['of-a'], ['of-b'], ['of-a'], ['of-c']]);
    expect(asked).toEqual([{ contactId: ['a', 'b', 'c'] }]);
  });

  it('is never remembered: the next question is asked anew', async () => {
    const { asked, ask } = world();
    await ask('a');
    await ask('a');
    expect(asked).toHaveLength(2);
  });

  it('mixes neither credentials nor what they may see', async () => {
    const { asked, ask } = world();
    await Promise.all([ask('a'), ask('a', { connection: 'other' }), ask('a', { sight: 'all' })]);
    expect(asked).toHaveLength(3);
    expect(asked).toContainEqual({ contactId: ['a'], confidentiality: 'all' });
  });

  it('asks for many in several calls', async () => {
    const { asked, ask } = world();
    await Promise.all(Array.from({ length: 60 }, (_, n) => ask(`p${n}`)));
    expect(asked.map(({ contactId }) => contactId.length)).toEqual([25, 25, 10]);
  });

  it('lets nobody fail for another write that was cut', async () => {
    const { asked, ask } = world();
    const answers = await Promise.allSettled([ask('a', { fail: () => new Error('cut') }), ask('b'), ask('c')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(asked.map(({ contactId }) => contactId)).toEqual([['a', 'b', 'c'], ['b'], ['c']]);
  });

  it('tells everybody what Lever forbids the credential', async () => {
    const { asked, ask } = world();
    const fail = () => new LeverForbidden({ operation: 'opportunities.list', status: 403 } as LeverFailure, 'View confidential', 'confidential:access:admin');
    const answers = await Promise.allSettled([ask('a', { sight: 'all', fail }), ask('b', { sight: 'all' })]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(1);
  });
});
