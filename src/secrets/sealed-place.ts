/** Where a sealed text lives. Names are those of the database (snake_case); `row` is the row's id. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}
