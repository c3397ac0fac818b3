import { z } from 'zod';
import type { Expanded } from '../../../sdk/lever/index.js';
import type { ShapeOf } from './scalars.js';

type ObjectsOf<Ids> = { [K in keyof Ids]: unknown };

/** Reads rows whose references are ids or, as the call asked, objects. */
export class ExpandableReader<Fields, Ids, Objects extends ObjectsOf<Ids>> {
  private readonly readers = new Map<string, z.ZodType>();

  /** `objects` is asked late: the shapes of Lever's objects refer to each other. */
  constructor(
    private readonly fields: ShapeOf<Fields>, private readonly ids: ShapeOf<Ids>, private readonly objects: () => ShapeOf<Objects>,
    private readonly prepare: (row: unknown) => unknown = (row) => row,
  ) {}

  /** All references as ids. */
  plain(): z.ZodType<Expanded<Fields, Ids, Objects, never>> {
    return this.expanding<never>([]);
  }

  expanding<E extends keyof Objects & string>(names: readonly E[] = []): z.ZodType<Expanded<Fields, Ids, Objects, E>> {
    const key = [...names].sort().join();
    const reader = this.readers.get(key) ?? this.make(names);
    this.readers.set(key, reader);
    return reader as z.ZodType<Expanded<Fields, Ids, Objects, E>>;
  }

  private make(names: readonly (keyof Objects & string)[]): z.ZodType {
    // Not asked for plain rows: the other shapes may not be defined yet.
    const objects: Partial<ShapeOf<Objects>> = names.length > 0 ? this.objects() : {};
    const expanded = Object.fromEntries(names.filter((name) => name in objects).map((name) => [name, objects[name]]));
    const schema = z.object({ ...this.fields, ...this.ids, ...expanded });
    return z.preprocess(this.prepare, schema);
  }
}
