/** A row whose references may be ids or, where the call asked for it with `expand`, whole objects. */
export type Loose<Fields, Ids, Objects extends { [K in keyof Ids]: unknown }> = Fields & {
  readonly [K in keyof Ids]: Ids[K] | Objects[K];
};

/** The same row as one call answers it: the references named by `E` are objects, the others ids. */
export type Expanded<Fields, Ids, Objects extends { [K in keyof Ids]: unknown }, E extends keyof Objects> =
  Fields & Omit<Ids, E> & Pick<Objects, E>;
