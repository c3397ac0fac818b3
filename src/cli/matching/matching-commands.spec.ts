import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { registerMatching } from '../matching.command.js';

const AD = { id: 'p1', title: 'Line Cook', location: 'Leeds', text: 'What we need\n- 2 years as a line cook\n- Food safety\nNice to have\n- Baking\n' };
const OTHER = { id: 'p2', title: 'Cook', text: 'What we need\n- 1 year as a cook\n- Grilling\n' };
const COOK = { id: 'c1', text: 'Line cook\nExperience\nLine Cook, Old Mill, 2020-01 - present\n- Food safety, grilling' };
const CLERK = { id: 'c2', text: 'Clerk\nExperience\nFile Clerk, Acme, 2015 - 2020\n- Filing' };

function files(contents: Record<string, unknown[] | string>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'matching-'));
  return Object.fromEntries(Object.entries(contents).map(([name, rows]) => {
    const path = join(folder, `${name}.jsonl`);
    writeFileSync(path, typeof rows === 'string' ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return [name, path];
  }));
}

async function run(...args: string[]): Promise<{ rows: Record<string, unknown>[]; text: string; errors: string }> {
  const written: string[] = [];
  const errors: string[] = [];
  const into = (list: string[]) => new Writable({ write: (chunk: Buffer, _encoding, done) => { list.push(chunk.toString()); done(); } });
  const program = new Command().exitOverride().configureOutput({ writeOut: (text) => written.push(text), writeErr: (text) => errors.push(text) });
  registerMatching(program, { output: into(written), errors: into(errors), today: () => '2025-06-01' });
  const quiet = { writeOut: (text: string) => written.push(text), writeErr: (text: string) => errors.push(text) };
  for (const command of program.commands.flatMap((c) => [c, ...c.commands])) command.exitOverride().configureOutput(quiet);
  await program.parseAsync(['matching', ...args], { from: 'user' });
  const text = written.join('');
  return { text, errors: errors.join(''), rows: text.startsWith('{') ? text.trim().split('\n').map((line) => JSON.parse(line)) : [] };
}

describe('patchbay matching', () => {
  afterEach(() => { process.exitCode = undefined; });

  it('CI-13 CI-15 ranks: the best of each posting, none when nobody fits', async () => {
    const f = files({ postings: [AD, { id: 'p3', title: 'Tax Accountant', text: 'Requirements\n- CPA\n- 5 years of tax experience' }], candidates: [COOK, CLERK] });
    const { rows } = await run('rank', '--postings', f.postings!, '--candidates', f.candidates!, '--as-of', '2025-06-01');
    expect(rows).toEqual([{ posting: 'p1', candidates: [{ id: 'c1', score: expect.any(Number), reasons: expect.any(Array) }] }, { posting: 'p3', candidates: [] }]);
    const limited = await run('rank', '--postings', f.postings!, '--candidates', f.candidates!, '--limit', '0');
    expect(limited.rows[0]).toEqual({ posting: 'p1', candidates: [] });
  });

  it('LG-3 decides with reasons and score', async () => {
    const f = files({ postings: [AD], candidates: [COOK, CLERK], applications: [{ id: 'a1', posting: 'p1', candidate: 'c1' }, { id: 'a2', posting: 'p1', candidate: 'c2' }] });
    const { rows } = await run('decide', '--postings', f.postings!, '--candidates', f.candidates!, '--applications', f.applications!);
    expect(rows).toMatchObject([{ id: 'a1', advance: true }, { id: 'a2', advance: false }]);
    for (const row of rows) expect(Object.keys(row)).toEqual(['id', 'advance', 'score', 'reasons']);
    const [reason] = (rows[0]!.reasons as { text: string; evidence: { quote: string }[] }[]);
    expect(COOK.text).toContain(reason!.evidence[0]!.quote);
  });

  it('refers, never to the posting applied to', async () => {
    const f = files({ postings: [AD, OTHER], candidates: [COOK, CLERK], input: [{ candidate: 'c1', appliedTo: 'p1', open: ['p1', 'p2'] }, { candidate: 'c2', appliedTo: 'p1', open: ['p2'] }] });
    const { rows } = await run('refer', '--postings', f.postings!, '--candidates', f.candidates!, '--input', f.input!);
    expect(rows).toMatchObject([{ candidate: 'c1', postings: [{ id: 'p2' }] }, { candidate: 'c2', postings: [] }]);
  });

  it('extracts requirements with offsets into the text', async () => {
    const f = files({ postings: [AD] });
    const { rows } = await run('requirements', '--postings', f.postings!);
    expect(rows).toEqual([{ id: 'p1', requirements: [
      { text: '2 years as a line cook', start: 15, end: 37, category: 'experience', mandatory: true },
      { text: 'Food safety', start: 40, end: 51, category: 'skills', mandatory: true }, { text: 'Baking', start: 67, end: 73, category: 'skills', mandatory: false },
    ] }]);
  });

  it('CI-18 writes the same bytes on every run', async () => {
    const f = files({ postings: [AD, OTHER], candidates: [CLERK, COOK, { ...COOK, id: 'c3' }] });
    const once = () => run('rank', '--postings', f.postings!, '--candidates', f.candidates!, '--as-of', '2025-06-01');
    expect((await once()).text).toBe((await once()).text);
  });

  it.each<[string, string, RegExp]>([
    ['bad JSON', '{"id":"c1","text":"x"}\n{"id":', /candidates\.jsonl, line 2: not valid JSON/], ['a missing field', '\n{"id":"c1"}\n', /candidates\.jsonl, line 2: "text" is missing/],
    ['a wrong type', '{"id":7,"text":"x"}', /line 1: "id" must be a string/], ['a list', '[1]', /line 1: a JSON object is needed/],
    ['an id given twice', '{"id":"c1","text":"x"}\n{"id":"c1","text":"y"}', /line 2: candidate "c1" stands in the file twice/],
  ])('names file and line of %s and exits with 1', async (_what, candidates, message) => {
    const f = files({ postings: [AD], candidates });
    const { errors } = await run('rank', '--postings', f.postings!, '--candidates', f.candidates!);
    expect(errors).toMatch(message);
    expect(process.exitCode).toBe(1);
  });

  it('names what is not there', async () => {
    const f = files({ postings: [AD], candidates: [COOK], applications: [{ id: 'a', posting: 'p9', candidate: 'c1' }] });
    expect((await run('decide', '--postings', f.postings!, '--candidates', f.candidates!, '--applications', f.applications!)).errors).toMatch(/applications\.jsonl, line 1: no posting "p9" is known/);
    expect((await run('rank', '--postings', '/nowhere.jsonl', '--candidates', f.candidates!)).errors).toMatch(/nowhere\.jsonl: ENOENT/);
  });

  it('explains itself and refuses wrong usage', async () => {
    await expect(run('rank', '--help')).rejects.toMatchObject({ code: 'commander.helpDisplayed' });
    for (const args of [['rank'], ['rank', '--postings', 'x', '--candidates', 'y', '--as-of', 'soon'], ['rank', '--postings', 'x', '--candidates', 'y', '--limit', 'many']]) {
      await expect(run(...args)).rejects.toBeInstanceOf(CommanderError);
    }
  });
});
