/** The long form of the chaos suite: `npm run chaos [-- --seed 7] [--only stores]`. Ends with jest's own exit code. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } } });
if (!/^\d+$/.test(values.seed) || !/^[\w-]*$/.test(values.only)) {
  process.stderr.write('Usage: npm run chaos -- [--seed <number>] [--only <name of a file in test/chaos>]\n');
  process.exit(2);
}
const { status } = spawnSync('npm', ['run', '-s', 'jest', '--', `test/chaos/${values.only}`, '-w', '1', '--verbose'], {
  stdio: 'inherit', env: { ...process.env, PATCHBAY_CHAOS: 'long', PATCHBAY_CHAOS_SEED: values.seed },
});
process.exit(status ?? 1);
