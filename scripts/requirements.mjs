/** Regenerates docs/requirements.md from an actual test run: `npm run requirements [-- <results.json>…]`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

function runAll() {
  const results = join(mkdtempSync(join(tmpdir(), 'patchbay-requirements-')), 'jest.json');
  try {
    execFileSync('npm', ['run', '-s', 'jest', '--', '--json', `--outputFile=${results}`, '--silent'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if (!existsSync(results)) throw error;
  }
  return [results];
}

const given = process.argv.slice(2);
const runs = (given.length > 0 ? given : runAll()).map((file) => JSON.parse(readFileSync(file, 'utf8')));

/** The results may come from another checkout. */
const placeOf = (file) => /(?:src|plugins|sandbox|test|config)\/.*$/.exec(relative(process.cwd(), file))?.[0] ?? file;

const requirements = JSON.parse(readFileSync('docs/requirements.json', 'utf8'));
const shown = new Map(requirements.map((row) => [row.id, []]));
const unknown = new Set();
for (const file of runs.flatMap((run) => run.testResults)) {
  for (const test of file.assertionResults) {
    const ids = /^(?:(?:SH|CP|CI|PO|ID|RE|ME|LG)-\d+[ ,]+)+/.exec(test.title)?.[0].match(/[A-Z]{2}-\d+/g) ?? [];
    for (const id of ids) {
      if (!shown.has(id)) unknown.add(id);
      else shown.get(id).push({ title: test.title, file: placeOf(file.name), passed: test.status === 'passed' });
    }
  }
}
if (unknown.size > 0) throw new Error(`Tests name requirements that do not exist: ${[...unknown].join(', ')}`);

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const resultOf = (tests) => (tests.length === 0 ? 'untested' : tests.every((test) => test.passed) ? 'passed' : 'failed');
const lines = requirements.map((row) => {
  const tests = shown.get(row.id);
  const named = tests.map((test) => `${cell(test.title)} (\`${test.file}\`)`).join('<br>');
  return `| ${row.id} | ${cell(row.text)} | ${named} | ${resultOf(tests)} |`;
});
const counts = requirements.map((row) => resultOf(shown.get(row.id)));
const count = (result) => counts.filter((one) => one === result).length;
writeFileSync('docs/requirements.md', `# Requirements

Made from a test run by \`npm run requirements\`. ${requirements.length} requirements: ${count('passed')} passed, ${count('failed')} failed, ${count('untested')} untested.

| id | requirement | tests | result |
| --- | --- | --- | --- |
${lines.join('\n')}
`);
process.stdout.write(`${count('passed')} passed, ${count('failed')} failed, ${count('untested')} untested\n`);
