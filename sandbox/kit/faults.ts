import { SeededRandom } from './seeded-random.js';

/**
 * - `delay`: waits `delayMs`, then goes on as usual
 * - `status`: answers `status` with `body` and `headers`; nothing is applied
 * - `cut-before`: the connection is destroyed before the request is applied
 * - `cut-after`: the request is applied, then the connection is destroyed without an answer
 * - `cut-then-apply`: the connection is destroyed at once, the request is applied `delayMs` later
 * - `hang`: never answers, applies nothing
 */
export const faultKinds = ['delay', 'status', 'cut-before', 'cut-after', 'cut-then-apply', 'hang'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  /** `METHOD /route/:id`, where METHOD may be ANY, and the path a route pattern, a literal path, or a prefix ending in `*`. */
  readonly route: string;
  readonly kind: FaultKind;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** How often the rule fires before it is spent; without it, for ever. */
  readonly times?: number;
  /** How many matching requests pass untouched first. */
  readonly skip?: number;
  /** Chance that a matching request is hit, drawn from `seed`; 1 when absent. */
  readonly probability?: number;
  readonly seed?: number;
  /** Only requests made with this credential label. */
  readonly credential?: string;
}

export interface FaultStatus extends FaultRule {
  readonly id: number;
  readonly seen: number;
  readonly fired: number;
}

export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  readonly routePattern: string | undefined;
  readonly credential: string | null;
}

interface ArmedRule {
  readonly id: number;
  readonly rule: FaultRule;
  readonly random: SeededRandom;
  seen: number;
  fired: number;
}

/** The faults an emulator is asked to show. Rules are tried in the order they were added; the first that fires wins. */
export class FaultRegistry {
  private readonly armed: ArmedRule[] = [];
  private nextId = 1;

  add(rule: FaultRule): FaultStatus {
    assertRule(rule);
    const entry: ArmedRule = { id: this.nextId, rule, random: new SeededRandom(rule.seed ?? this.nextId), seen: 0, fired: 0 };
    this.nextId += 1;
    this.armed.push(entry);
    return statusOf(entry);
  }

  list(): FaultStatus[] {
    return this.armed.map(statusOf);
  }

  clear(id?: number): number {
    const before = this.armed.length;
    const kept = id === undefined ? [] : this.armed.filter((entry) => entry.id !== id);
    this.armed.splice(0, this.armed.length, ...kept);
    return before - kept.length;
  }

  /** The rule to apply to this request among `kinds`, counted as fired. */
  take(subject: FaultSubject, kinds: readonly FaultKind[]): FaultRule | undefined {
    for (const entry of this.armed) {
      if (!kinds.includes(entry.rule.kind) || !concerns(entry.rule, subject)) continue;
      if (fires(entry)) return entry.rule;
    }
    return undefined;
  }
}

function fires(entry: ArmedRule): boolean {
  const { times, skip = 0, probability = 1 } = entry.rule;
  if (times !== undefined && entry.fired >= times) return false;
  entry.seen += 1;
  if (entry.seen <= skip) return false;
  if (probability < 1 && !entry.random.chance(probability)) return false;
  entry.fired += 1;
  return true;
}

function concerns(rule: FaultRule, subject: FaultSubject): boolean {
  const [method, path] = splitRoute(rule.route);
  if (method !== 'ANY' && method !== subject.method) return false;
  if (rule.credential !== undefined && rule.credential !== subject.credential) return false;
  if (path.endsWith('*')) return subject.path.startsWith(path.slice(0, -1));
  if (path === subject.path) return true;
  return subject.routePattern !== undefined && anonymous(path) === anonymous(subject.routePattern);
}

function splitRoute(route: string): [string, string] {
  const space = route.indexOf(' ');
  return [route.slice(0, space).toUpperCase(), route.slice(space + 1).trim()];
}

/** Parameter names differ between callers and route tables; only their places count. */
function anonymous(pattern: string): string {
  return pattern.replace(/:[^/]+/g, ':').replace(/\/+$/, '');
}

function statusOf(entry: ArmedRule): FaultStatus {
  return { ...entry.rule, id: entry.id, seen: entry.seen, fired: entry.fired };
}

function assertRule(rule: FaultRule): void {
  if (typeof rule.route !== 'string' || !/^[A-Za-z]+ (\/|\*)/.test(rule.route)) {
    throw new RangeError("A fault needs a route such as 'PUT /v1/opportunities/:id/stage' or 'ANY *'.");
  }
  if (!faultKinds.includes(rule.kind)) throw new RangeError(`Unknown kind of fault; known: ${faultKinds.join(', ')}.`);
  if (rule.kind === 'status' && !Number.isInteger(rule.status)) throw new RangeError('A status fault needs a status.');
}
