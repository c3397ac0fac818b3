import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SamplePosting {
  readonly id: string;
  readonly role: string;
  readonly title: string;
  readonly team: string;
  readonly location: string;
  readonly commitment: string;
  readonly workplaceType: string;
  readonly state: string;
  readonly createdAt: string;
  readonly description: string;
}

export interface SampleCandidate {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly headline: string;
  readonly location: string;
  readonly role: string;
  readonly workHistory: ReadonlyArray<
    { title: string; organisation: string; start: string; end: string | null; highlights: string[] }>;
  readonly education: ReadonlyArray<{ level: string; field: string; school: string; year: number }>;
  readonly tags: readonly string[];
  readonly createdAt: string;
  readonly resumeText: string;
}

export interface ResumeBinary {
  readonly filename: string;
  readonly content: Buffer;
}

export interface SampleData {
  readonly postings: readonly SamplePosting[];
  readonly candidates: readonly SampleCandidate[];
  readonly resumes: ReadonlyMap<string, ResumeBinary>;
}

const withBinary = ['pdf', 'docx'];
let loading: Promise<SampleData> | null = null;

/** The sample data of the repository, read once. */
export function sampleData(): Promise<SampleData> {
  loading ??= load(dataFolder());
  return loading;
}

/** Works from the sources and from a build output folder alike. */
function dataFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sandbox', 'data', 'postings.jsonl'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The sample data of the sandbox was not found.');
    folder = parent;
  }
  return join(folder, 'sandbox', 'data');
}

async function load(folder: string): Promise<SampleData> {
  const candidates = await readRows<SampleCandidate>(join(folder, 'candidates.jsonl'));
  const resumes = new Map<string, ResumeBinary>();
  for (const candidate of candidates) {
    for (const extension of withBinary) {
      const filename = `${candidate.id}.${extension}`;
      const path = join(folder, 'resumes', filename);
      if (existsSync(path)) resumes.set(candidate.id, { filename, content: await readFile(path) });
    }
  }
  return { postings: await readRows<SamplePosting>(join(folder, 'postings.jsonl')), candidates, resumes };
}

async function readRows<Row>(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
}

/** The day the sample data was made for. */
const sampleDay = Date.UTC(2025, 5, 1);
export const dayMs = 86_400_000;

/** Moves a date of the sample data so that its last day is today. */
export function shifted(date: string, now: number): number {
  const today = Math.floor(now / dayMs) * dayMs;
  return Date.parse(date) + today - sampleDay;
}
