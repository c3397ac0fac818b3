import { badRequest } from './errors.js';

/** Query parameters the way Lever reads them: repeated keys (also spelled `key[]`) are lists, instants are epoch milliseconds. */
export class Query {
  constructor(private readonly raw: Readonly<Record<string, unknown>>) {}

  all(name: string): string[] {
    return [...this.values(name), ...this.values(`${name}[]`)];
  }

  one(name: string): string | undefined {
    return this.all(name)[0];
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  names(): string[] {
    return Object.keys(this.raw);
  }

  milliseconds(name: string): number | undefined {
    const text = this.one(name);
    if (text === undefined) return undefined;
    if (!/^-?\d+$/.test(text)) throw badRequest(`Invalid timestamp: ${text} at /${name}`);
    return Number(text);
  }

  flag(name: string): boolean | undefined {
    const text = this.one(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw badRequest(`Invalid boolean: ${text} at /${name}`);
    return text === 'true';
  }

  /** Reads `<prefix>_start` and `<prefix>_end`, both inclusive; undefined when neither is given. */
  window(prefix: string): ((instant: number | null) => boolean) | undefined {
    const start = this.milliseconds(`${prefix}_start`);
    const end = this.milliseconds(`${prefix}_end`);
    if (start === undefined && end === undefined) return undefined;
    return (instant) => instant !== null && (start === undefined || instant >= start) && (end === undefined || instant <= end);
  }

  private values(name: string): string[] {
    const value = this.raw[name];
    if (Array.isArray(value)) return value.map(String);
    return typeof value === 'string' ? [value] : [];
  }
}
