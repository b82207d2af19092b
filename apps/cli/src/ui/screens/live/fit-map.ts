/** Values by two parameters with their labels. */
export interface ValueMap {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly values: readonly (readonly (number | null)[])[]
}

/** A map in at most so many rows and columns: of values that share a place the better one is shown. */
export function fitMap(
  { rows, columns, values }: ValueMap,
  room: { readonly rows: number; readonly columns: number },
  better: 'higher' | 'lower',
): ValueMap {
  const rowPlaces = places(rows.length, room.rows)
  const columnPlaces = places(columns.length, room.columns)
  const best = (all: readonly (number | null)[]): number | null =>
    all.reduce<number | null>((known, value) => {
      if (value === null || known === null) return known ?? value
      return better === 'lower' ? Math.min(known, value) : Math.max(known, value)
    }, null)
  return {
    rows: rowPlaces.map(([from]) => rows[from] as string),
    columns: columnPlaces.map(([from]) => columns[from] as string),
    values: rowPlaces.map(([top, bottom]) =>
      columnPlaces.map(([from, to]) =>
        best(values.slice(top, bottom).flatMap((row) => row.slice(from, to))),
      ),
    ),
  }
}

function places(count: number, room: number): readonly (readonly [from: number, to: number])[] {
  const shown = Math.max(1, Math.min(room, count))
  const startOf = (i: number): number => Math.floor((i * count) / shown)
  return Array.from({ length: shown }, (_, i) => [startOf(i), startOf(i + 1)] as const)
}
