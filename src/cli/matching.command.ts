import type { Writable } from 'node:stream';
import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_RANK_LIMIT, DEFAULT_REFER_LIMIT, DEFAULT_THRESHOLD } from '../matching/index.js';
import { JsonLineError } from './matching/json-lines.js';
import { MatchingCommands, type Thresholded } from './matching/matching-commands.js';

interface Common { postings: string; candidates: string; asOf?: string; threshold: number }
interface Ranked extends Common { limit: number }

const SHAPES = `
Files hold one JSON object a line ("-" reads standard input):
  postings      {"id", "title", "text", "location"?}      text: plain or HTML
  candidates    {"id", "text", "lastActive"?}             text: the résumé
  applications  {"id", "posting", "candidate"}
  refer input   {"candidate", "appliedTo", "open": [posting ids]}
Exit codes: 0 done, 1 a line or file cannot be used (named on standard error), 2 wrong usage.`;

/** Where the commands write; the process's own streams unless a test says otherwise. */
export interface MatchingStreams {
  readonly output: Writable;
  readonly errors: Writable;
  /** Today as YYYY-MM-DD, for `--as-of` left out. */
  readonly today: () => string;
}

const PROCESS_STREAMS: MatchingStreams = {
  output: process.stdout, errors: process.stderr, today: () => new Date().toISOString().slice(0, 10),
};

/** Adds `matching rank|decide|refer|requirements` to a program: the engine on files, without server or database. */
export function registerMatching(program: Command, streams: MatchingStreams = PROCESS_STREAMS): void {
  const matching = program.command('matching').description('try the matching engine on your own history: JSON lines in, JSON lines out');
  const commands = new MatchingCommands(streams.output);
  const run = (work: () => Promise<void>): Promise<void> => {
    streams.output.once('error', endQuietlyWhenNobodyReads);
    return reportingErrors(work, streams.errors);
  };
  const settings = (options: Common): Thresholded => ({ threshold: options.threshold, asOf: options.asOf ?? streams.today() });

  withCommon(matching.command('rank').description('the best candidates of every posting; none when nobody fits'))
    .option('--limit <n>', 'candidates per posting at most', wholeNumber, DEFAULT_RANK_LIMIT)
    .addHelpText('after', `\nWrites {"posting", "candidates": [{"id", "score", "reasons"}]} per posting.\n${SHAPES}`)
    .action((o: Ranked) => run(() => commands.rank(o.postings, o.candidates, o.limit, settings(o))));

  withCommon(matching.command('decide').description('whether each application may advance by itself'))
    .requiredOption('--applications <file>', 'applications, JSON lines')
    .addHelpText('after', `\nWrites {"id", "advance", "score", "reasons"} per application.\n${SHAPES}`)
    .action((o: Common & { applications: string }) => run(() => commands.decide(o.postings, o.candidates, o.applications, settings(o))));

  withCommon(matching.command('refer').description('other open postings for people who were not advanced; none when nothing fits'))
    .requiredOption('--input <file>', 'who applied where, and what is open, JSON lines')
    .option('--limit <n>', 'postings per person at most', wholeNumber, DEFAULT_REFER_LIMIT)
    .addHelpText('after', `\nWrites {"candidate", "postings": [{"id", "score", "reasons"}]} per input line.\n${SHAPES}`)
    .action((o: Ranked & { input: string }) => run(() => commands.refer(o.postings, o.candidates, o.input, o.limit, settings(o))));

  matching.command('requirements').description('what each posting asks for')
    .requiredOption('--postings <file>', 'postings, JSON lines')
    .addHelpText('after', `\nWrites {"id", "requirements": [{"text", "start", "end", "category", "mandatory"}]} per posting; offsets in characters of "text".\n${SHAPES}`)
    .action((o: { postings: string }) => run(() => commands.requirements(o.postings)));
}

function withCommon(command: Command): Command {
  return command
    .requiredOption('--postings <file>', 'postings, JSON lines')
    .requiredOption('--candidates <file>', 'candidates, JSON lines')
    .option('--as-of <date>', 'the day on which what is "present" ends (YYYY-MM-DD); today when left out', date)
    .option('--threshold <score>', 'score from which somebody counts as a match', score, DEFAULT_THRESHOLD);
}

async function reportingErrors(work: () => Promise<void>, errors: Writable): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof JsonLineError)) throw error;
    errors.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** `… | head` closes the pipe: that is no error. */
function endQuietlyWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('a whole number is needed');
  return Number(value);
}

function score(value: string): number {
  const number = Number(value);
  if (!(number >= 0 && number <= 100)) throw new InvalidArgumentError('a number from 0 to 100 is needed');
  return number;
}

function date(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))) throw new InvalidArgumentError('a date YYYY-MM-DD is needed');
  return value;
}
