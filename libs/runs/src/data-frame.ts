import { UserError } from '@tickwise/amm'
import type { Cell } from '@tickwise/market/parquet'
import type { TableRows } from './export-run.ts'

/** The part of a danfojs `DataFrame` that is relied on here. */
export interface DataFrameLike {
  readonly columns: readonly string[]
  readonly shape: readonly number[]
  readonly values: unknown
}

/** The part of the module `danfojs-node` that is used. */
export interface DanfoModule<Frame extends DataFrameLike> {
  readonly DataFrame: new (
    rows: readonly (readonly Cell[])[],
    options: { readonly columns: readonly string[]; readonly dtypes: readonly string[] },
  ) => Frame
}

/** How a table becomes a frame. */
export interface DataFrameOptions {
  /**
   * Columns of amounts (texts of raw units) that are wanted as floats, each divided by 10^decimals. Every
   * other amount stays text: danfojs counts in 32-bit floats, which hold seven digits.
   */
  readonly floats?: Readonly<Record<string, number>>
}

/**
 * A table of a run as a danfojs `DataFrame`, for notebooks and scripts. `danfojs-node` is no dependency:
 * whoever wants frames installs it (see docs/runs.md).
 *
 * @param load how the module is imported; the default takes the one that is installed
 * @throws UserError E_DANFO_MISSING where it is not; E_COLUMN for a float column that is none of the table's
 * @example
 * const { equity } = await readRunTables(await findRun('runs', '0f3c'))
 * const frame = await toDataFrame(equity, { floats: { nav: 6 } })
 */
export async function toDataFrame<Frame extends DataFrameLike = DataFrameLike>(
  { columns, rows }: TableRows,
  { floats = {} }: DataFrameOptions = {},
  load: () => Promise<unknown> = importDanfo,
): Promise<Frame> {
  const unknown = Object.keys(floats).find((name) => !columns.includes(name))
  if (unknown !== undefined) {
    throw new UserError('E_COLUMN', `the table has no column ${unknown}`, {
      hint: `it has ${columns.join(', ')}`,
    })
  }
  const { DataFrame } = moduleOf<Frame>(await load())
  const scales = columns.map((name) => floats[name])
  const cells = rows.map((row) => row.map((cell, i) => scaled(cell, scales[i])))
  return new DataFrame(cells, { columns, dtypes: columns.map((_, i) => typeOf(cells, i)) })
}

function scaled(cell: Cell, decimals: number | undefined): Cell {
  return decimals === undefined || cell === null ? cell : Number(cell) / 10 ** decimals
}

/** Told rather than guessed: danfojs would take texts of digits for numbers. */
function typeOf(rows: readonly (readonly Cell[])[], column: number): string {
  const sample = rows.find((row) => row[column] !== null)?.[column]
  if (typeof sample === 'boolean') return 'boolean'
  if (typeof sample !== 'number') return 'string'
  return rows.every((row) => isInt32(row[column])) ? 'int32' : 'float32'
}

const isInt32 = (cell: Cell | undefined): boolean => typeof cell === 'number' && (cell | 0) === cell

/** ES modules that import CommonJS find it under `default`. */
function moduleOf<Frame extends DataFrameLike>(loaded: unknown): DanfoModule<Frame> {
  const module = loaded as Partial<DanfoModule<Frame>> & { readonly default?: DanfoModule<Frame> }
  return module.DataFrame === undefined
    ? (module.default as DanfoModule<Frame>)
    : (module as DanfoModule<Frame>)
}

async function importDanfo(): Promise<unknown> {
  // Not a literal: the module is not there when this is compiled.
  const name = 'danfojs-node'
  return import(name).catch((cause: unknown) => {
    throw new UserError('E_DANFO_MISSING', 'danfojs-node is not installed', {
      hint: 'docs/runs.md says how to install it; tickwise runs export --csv needs nothing',
      cause,
    })
  })
}
