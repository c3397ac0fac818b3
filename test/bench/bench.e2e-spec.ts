import { beforeAll, describe, expect, it } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

interface Row { readonly name: string; readonly stored?: number; readonly handled?: number; readonly text2?: string; readonly rates?: object[] }
interface Result { readonly name: string; readonly table: { readonly columns: readonly string[]; readonly rows: readonly Row[] } }

let results: Result[] = [];
const rowOf = (name: string): Row => results.find((result) => result.name === name)?.table.rows[0] ?? { name: '' };

/** The benchmarks check their own counts and end with an error when one is off; here they only have to come through. */
describe('npm run bench in its smallest form, without peers', () => {
  beforeAll(async () => {
    const bench = fork(resolve('bench/main.mjs'), ['--smoke', '--alone'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], serialization: 'advanced' });
    bench.on('message', (message) => { results = message as Result[]; });
    bench.stdout?.resume();
    const [code] = await once(bench, 'exit') as [number];
    expect(code).toBe(0);
  }, 240_000);

  it('runs every headline', () => {
    expect(results.map((result) => result.name)).toEqual(['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8', 'H9']);
    for (const { table } of results) expect(table.rows.filter((row) => row.name.startsWith('Patchbay')).length).toBe(table.rows.length);
  });

  it('stores each acknowledged webhook once', () => {
    expect(rowOf('H1').stored).toBeGreaterThan(100);
  });

  it('hands each event to its handler once', () => {
    expect(rowOf('H2').handled).toBe(20);
  });

  it('works off every job', () => {
    expect(rowOf('H3').handled).toBe(100);
  });

  it('PO-28 holds every applicant against every requirement, and ranks anew without a résumé read', () => {
    expect(rowOf('H9').handled).toBe(360);
    expect(rowOf('H9').text2).toBe('0');
  });
});
