/** A text column that holds `SecretBox.seal` texts, in a table whose `id` was given as the row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Absent for core tables. */
  readonly schema?: string;
}

const registered = new Map<string, SealedColumn>();

/** Declared beside the entity: rotation of data keys re-seals exactly these columns. */
export function sealedColumn(column: SealedColumn): void {
  registered.set(`${column.schema ?? 'public'}.${column.table}.${column.column}`, column);
}

export function sealedColumns(): readonly SealedColumn[] {
  return [...registered.values()];
}
