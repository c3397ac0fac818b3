import { describe, expect, it } from '@jest/globals';
import type { LeverPage } from '../../sdk/lever/index.js';
import { BadEnvelope, objectIn, pageIn } from './envelope.js';
import { PagedList } from './lever-paging.js';

interface Row { readonly id: string }
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));

function listing(pages: Readonly<Record<string, LeverPage<Row>>>, start?: string) {
  const asked: string[] = [];
  const list = new PagedList<Row>({
    start, idOf: (row) => row.id, circle: () => new Error('circle'),
    fetchPage: async (offset = 'first') => {
      asked.push(offset);
      const page = pages[offset];
      if (!page) throw new Error(`no page ${offset}`);
      return page;
    },
  });
  return { list, asked };
}

describe('PagedList', () => {
  const two = { first: { rows: rows('a', 'b'), next: 'p2' }, p2: { rows: rows('b', 'c'), next: null } };

  it('gives each row once although it moved to a later page', async () => {
    expect(await listing(two).list.toArray()).toEqual(rows('a', 'b', 'c'));
  });

  it('starts anew at each iteration', async () => {
    const { list } = listing(two);
    await list.toArray();
    expect(await list.toArray()).toHaveLength(3);
  });

  it('reads no further than it is iterated', async () => {
    const { list, asked } = listing(two);
    for await (const row of list) if (row.id === 'a') break;
    expect(asked).toEqual(['first']);
  });

  it('tells after each page where to go on, and goes on there', async () => {
    for await (const page of listing(two).list.pages()) {
      expect(page).toEqual({ rows: rows('a', 'b'), next: 'p2' });
      break;
    }
    const { list, asked } = listing(two, 'p2');
    expect(await list.toArray()).toEqual(rows('b', 'c'));
    expect(asked).toEqual(['p2']);
  });

  it('is cut off when a token comes twice, be it the one it started with', async () => {
    const circle = { first: { rows: rows('a'), next: 'x' }, x: { rows: rows('b'), next: 'y' }, y: { rows: rows('c'), next: 'x' } };
    await expect(listing(circle).list.toArray()).rejects.toThrow('circle');
    await expect(listing({ x: { rows: rows('a'), next: 'x' } }, 'x').list.toArray()).rejects.toThrow('circle');
  });

  it('is cut off when ever new tokens bring nothing new', async () => {
    let asked = 0;
    const list = new PagedList<Row>({
      start: undefined, idOf: (row) => row.id, circle: () => new Error('circle'),
      fetchPage: async () => ({ rows: rows('a'), next: `token-${asked += 1}` }),
    });
    await expect(list.toArray()).rejects.toThrow('circle');
    expect(asked).toBeLessThan(10);
  });
});

describe('pageIn', () => {
  it.each([
    [{ data: [1], hasNext: true, next: 't' }, { rows: [1], next: 't' }],
    [{ data: [1], hasNext: false, next: 't' }, { rows: [1], next: null }],
    [{ data: [1], hasNext: false }, { rows: [1], next: null }],
    [{ data: [1] }, { rows: [1], next: null }],
    [{ data: [1], next: 't' }, { rows: [1], next: 't' }],
    [[1], { rows: [1], next: null }],
    [{ data: { eeoResponses: [1] } }, { rows: [1], next: null }],
    [{ data: { data: [1] }, hasNext: true, next: 't' }, { rows: [1], next: 't' }],
  ])('reads %j', (body, page) => {
    expect(pageIn(body)).toEqual(page);
  });

  it.each([null, undefined, 'text', 1, {}, { data: null }, { data: {} }, { data: 'x' }])('refuses %j', (body) => {
    expect(() => pageIn(body)).toThrow(BadEnvelope);
  });

  it('refuses a list that goes on nowhere, which would end it too early', () => {
    expect(() => pageIn({ data: [], hasNext: true })).toThrow(BadEnvelope);
  });
});

describe('objectIn', () => {
  it('reads plain, nested and bare objects', () => {
    expect(objectIn({ data: { id: 'a' } })).toEqual({ id: 'a' });
    expect(objectIn({ data: { data: { id: 'a' } } })).toEqual({ id: 'a' });
    expect(objectIn({ posting: {}, users: [] })).toEqual({ posting: {}, users: [] });
  });

  it.each([null, undefined, [], 'x', 7, { data: null }, { data: [] }, { data: 'x' }])('refuses %j', (body) => {
    expect(() => objectIn(body)).toThrow(BadEnvelope);
  });
});
