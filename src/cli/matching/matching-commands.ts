import { once } from 'node:events';
import type { Writable } from 'node:stream';
import {
  collectStatistics, indexProfiles, mainReasons, MatchingEngine,
  type Evaluation, type IndexStatistics, type Job, type Profile, type Reason,
} from '../../matching/index.js';
import { JsonLineError, readJsonLines, type JsonLine } from './json-lines.js';

/** Settings every decision depends on. */
export interface Thresholded {
  readonly threshold: number;
  /** YYYY-MM-DD. */
  readonly asOf: string;
}

interface PostingLine { id: string; title: string; text: string; location?: string }
interface CandidateLine { id: string; text: string; lastActive?: number }
interface ApplicationLine { id: string; posting: string; candidate: string }
interface ReferLine { candidate: string; appliedTo: string; open: string[] }

const POSTING = { id: 'string', title: 'string', text: 'string', location: 'string?' } as const;
const CANDIDATE = { id: 'string', text: 'string', lastActive: 'number?' } as const;
const APPLICATION = { id: 'string', posting: 'string', candidate: 'string' } as const;
const REFER = { candidate: 'string', appliedTo: 'string', open: 'strings' } as const;

interface People {
  readonly engine: MatchingEngine;
  readonly statistics: IndexStatistics;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly lastActive: ReadonlyMap<string, number>;
}

/** The four commands: files in, JSON lines out, in the order of the input. */
export class MatchingCommands {
  constructor(private readonly output: Writable) {}

  async rank(postings: string, candidates: string, limit: number, settings: Thresholded): Promise<void> {
    const { engine, statistics, profiles, lastActive } = await this.people(candidates, settings);
    const index = indexProfiles(profiles.values(), statistics);
    for await (const { value } of readJsonLines<PostingLine>(postings, POSTING)) {
      const { best } = engine.rank(engine.readJob(value), index, (id) => profiles.get(id), {
        limit, threshold: settings.threshold, recencyOf: (id) => lastActive.get(id) ?? 0,
      });
      await this.write({ posting: value.id, candidates: best.map((e) => ({ id: e.candidate, ...outcome(e) })) });
    }
  }

  async decide(postings: string, candidates: string, applications: string, settings: Thresholded): Promise<void> {
    const { engine, profiles } = await this.people(candidates, settings);
    const jobs = await this.jobs(postings, engine);
    for await (const line of readJsonLines<ApplicationLine>(applications, APPLICATION)) {
      const { id, posting, candidate } = line.value;
      const { advance, evaluation } = engine.decide(known(jobs, posting, 'posting', line), known(profiles, candidate, 'candidate', line), settings.threshold);
      await this.write({ id, advance, ...outcome(evaluation) });
    }
  }

  async refer(postings: string, candidates: string, input: string, limit: number, settings: Thresholded): Promise<void> {
    const { engine, profiles } = await this.people(candidates, settings);
    const jobs = await this.jobs(postings, engine);
    for await (const line of readJsonLines<ReferLine>(input, REFER)) {
      const { candidate, appliedTo, open } = line.value;
      const others = [...new Set(open)].filter((id) => id !== appliedTo).map((id) => known(jobs, id, 'posting', line));
      const best = engine.refer(known(profiles, candidate, 'candidate', line), others, limit, settings.threshold);
      await this.write({ candidate, postings: best.map((e) => ({ id: e.posting, ...outcome(e) })) });
    }
  }

  async requirements(postings: string): Promise<void> {
    const engine = new MatchingEngine();
    for await (const { value } of readJsonLines<PostingLine>(postings, { id: 'string', text: 'string' })) {
      await this.write({ id: value.id, requirements: engine.requirements(value.text) });
    }
  }

  private async people(file: string, settings: Thresholded): Promise<People> {
    const reader = new MatchingEngine();
    const profiles = new Map<string, Profile>();
    const lastActive = new Map<string, number>();
    for await (const { value, line } of readJsonLines<CandidateLine>(file, CANDIDATE)) {
      if (profiles.has(value.id)) throw new JsonLineError(file, line, `candidate "${value.id}" stands in the file twice`);
      profiles.set(value.id, reader.readProfile(value, settings.asOf));
      if (value.lastActive !== undefined) lastActive.set(value.id, value.lastActive);
    }
    const statistics = collectStatistics(profiles.values(), `${profiles.size} candidates`);
    return { engine: new MatchingEngine(statistics), statistics, profiles, lastActive };
  }

  private async jobs(file: string, engine: MatchingEngine): Promise<Map<string, Job>> {
    const jobs = new Map<string, Job>();
    for await (const { value, line } of readJsonLines<PostingLine>(file, POSTING)) {
      if (jobs.has(value.id)) throw new JsonLineError(file, line, `posting "${value.id}" stands in the file twice`);
      jobs.set(value.id, engine.readJob(value));
    }
    return jobs;
  }

  private async write(row: unknown): Promise<void> {
    if (!this.output.write(`${JSON.stringify(row)}\n`)) await once(this.output, 'drain');
  }
}

function outcome(evaluation: Evaluation): { score: number; reasons: readonly Reason[] } {
  return { score: evaluation.score, reasons: mainReasons(evaluation) };
}

function known<T>(all: ReadonlyMap<string, T>, id: string, what: string, line: JsonLine<unknown>): T {
  const found = all.get(id);
  if (found === undefined) throw new JsonLineError(line.file, line.line, `no ${what} "${id}" is known`);
  return found;
}
