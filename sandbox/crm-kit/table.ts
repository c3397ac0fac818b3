import type { SandboxClock } from '../kit/index.js';

export type Fields = Record<string, unknown>;

export interface Entry {
  readonly id: string;
  fields: Fields;
  readonly createdAt: number;
  updatedAt: number;
  /** From then on the search index knows the latest change. */
  findableAt: number;
}

/** Rows of one kind: fresh when read by id, late by `lagMs` when searched. */
export class Table {
  private readonly rows = new Map<string, Entry>();
  private made = 0;

  constructor(private readonly clock: SandboxClock, private readonly idOf: (n: number) => string, private readonly lagMs: () => number) {}

  add(fields: Fields): Entry {
    this.made += 1;
    const now = this.clock.now();
    const entry: Entry = { id: this.idOf(this.made), fields, createdAt: now, updatedAt: now, findableAt: now + this.lagMs() };
    this.rows.set(entry.id, entry);
    return entry;
  }

  get(id: string): Entry | undefined {
    return this.rows.get(id);
  }

  all(isWanted: (fields: Fields, id: string) => boolean = () => true): Entry[] {
    return [...this.rows.values()].filter((entry) => isWanted(entry.fields, entry.id));
  }

  /** What a search finds: rows that the index has caught up with. */
  findable(isWanted: (fields: Fields, id: string) => boolean): Entry[] {
    const now = this.clock.now();
    return this.all(isWanted).filter((entry) => entry.findableAt <= now);
  }

  change(entry: Entry, fields: Fields): Entry {
    const now = this.clock.now();
    Object.assign(entry.fields, fields);
    entry.updatedAt = now;
    return entry;
  }

  remove(id: string): boolean {
    return this.rows.delete(id);
  }

  clear(): void {
    this.rows.clear();
    this.made = 0;
  }
}
