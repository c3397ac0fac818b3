import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { cliConfig, type CliConfig } from '../../config/cli-config.js';
import { registerMatching } from './matching.command.js';
import { allRows, argumentsOf, callHub, pathOf } from './rest-client.js';
import { REST_COMMANDS, type RestCommand } from './rest-commands.js';
import { registerStoreCommands } from './store-commands.js';

const print = (value: unknown): void => { if (value !== null) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`); };
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface Options { url?: string; key?: string; tenant?: string; all?: boolean; [field: string]: string | boolean | undefined }

function chosen(options: Options, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.flatMap((field) => (typeof options[field] === 'string' ? [[field, options[field]]] : [])));
}

async function run(command: RestCommand, args: readonly string[], options: Options, config: CliConfig): Promise<void> {
  const path = pathOf(command, args);
  const query = chosen(options, command.query ?? []);
  if (options.all) return print(await allRows(config, path, query));
  const body = chosen(options, [...(command.body ?? []), ...(command.optional ?? [])]);
  print(await callHub(config, command.method, path, { query, ...(command.body && { body }) }));
}

function registerRest(program: Command): void {
  const nouns = new Map<string, Command>();
  for (const command of REST_COMMANDS) {
    const [noun = '', verb = ''] = command.name.split(' ');
    const parent = nouns.get(noun) ?? program.command(noun).description(`${noun} over the API`);
    nouns.set(noun, parent);
    const made = parent.command(`${verb} ${argumentsOf(command.path).map((name) => `<${name}>`).join(' ')}`.trim()).description(command.description);
    for (const field of command.body ?? []) made.requiredOption(`--${dashed(field)} <${field}>`);
    for (const field of [...(command.optional ?? []), ...(command.query ?? [])]) made.option(`--${dashed(field)} <${field}>`);
    if (command.isList) made.option('--all', 'every page');
    made.action(async (...given: unknown[]) => {
      const args = given.filter((one): one is string => typeof one === 'string');
      await run(command, args, made.opts<Options>(), cliConfig(program.opts<Options>()));
    });
  }
  registerSettings(nouns.get('installations') ?? program, program);
}

/** Settings need the revision they were read at: read, replace, save. */
function registerSettings(parent: Command, program: Command): void {
  parent.command('settings <key>').description('show settings, or save them from a JSON file').option('--file <file>', 'JSON with all settings')
    .action(async (key: string, options: { file?: string }) => {
      const config = cliConfig(program.opts<Options>());
      const path = `/v1/installations/${encodeURIComponent(key)}/settings`;
      const current = await callHub(config, 'GET', path) as { revision: number };
      if (!options.file) return print(current);
      const value = JSON.parse(await readFile(options.file, 'utf8')) as object;
      print(await callHub(config, 'PUT', path, { body: { value }, headers: { 'if-match': String(current.revision) } }));
    });
}

const program = new Command('patchbay').description('Recruiting vendors plugged into Lever.')
  .option('--url <url>', 'address of the hub (PATCHBAY_URL)').option('--key <key>', 'API key (PATCHBAY_KEY)')
  .option('--tenant <id>', 'organisation an operator acts on (PATCHBAY_TENANT)');
registerRest(program);
registerStoreCommands(program, print);
registerMatching(program);
program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
