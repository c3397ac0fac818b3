/** The most recently used few, so that a process holds a bounded number of opened keys. */
export class RecentKeys<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly capacity: number) {}

  get(name: string): V | undefined {
    const value = this.entries.get(name);
    if (value === undefined) return undefined;
    this.entries.delete(name);
    this.entries.set(name, value);
    return value;
  }

  set(name: string, value: V): void {
    this.entries.delete(name);
    this.entries.set(name, value);
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.capacity && !oldest.done) this.entries.delete(oldest.value);
  }

  delete(name: string): void {
    this.entries.delete(name);
  }

  get size(): number {
    return this.entries.size;
  }
}
