import { eventKinds } from '@tickwise/amm'
import { z } from 'zod'

const column = z.string().min(1)
const kind = z.enum(eventKinds)

/** Which column of the file holds which field; fields that a kind does not have are not looked for. */
const columnsSchema = z.partialRecord(
  z.enum([
    'blockNumber',
    'logIndex',
    'timestamp',
    'transactionHash',
    'sender',
    'owner',
    'recipient',
    'amount0',
    'amount1',
    'sqrtPriceX96',
    'liquidity',
    'tick',
    'tickLower',
    'tickUpper',
    'paid0',
    'paid1',
  ]),
  column,
)

/** Files of one shape: all rows of one kind, or a column that says the kind. */
export const tableMappingSchema = z.object({
  /** File, or folder with files of the same shape, relative to the source. Default: the source itself. */
  path: z.string().optional(),
  kind: z.union([kind, z.object({ column, values: z.record(z.string(), kind) })]),
  columns: columnsSchema,
  /** Columns that differ for one kind. */
  columnsOfKind: z.partialRecord(kind, columnsSchema).optional(),
})

/**
 * How the columns of decoded CSV or Parquet files map to events.
 *
 * @example
 * { tables: [{ kind: 'swap', columns: { blockNumber: 'block', logIndex: 'log', timestamp: 'time',
 *   amount0: 'a0', amount1: 'a1', sqrtPriceX96: 'price', liquidity: 'L', tick: 'tick' } }] }
 */
export const columnMappingSchema = z.object({ tables: z.array(tableMappingSchema).min(1) })

export type TableMapping = z.output<typeof tableMappingSchema>
export type ColumnMapping = z.output<typeof columnMappingSchema>
export type MappedField = keyof z.output<typeof columnsSchema>

const place = {
  blockNumber: 'block_number',
  logIndex: 'log_index',
  timestamp: 'timestamp',
  transactionHash: 'tx_hash',
} as const

const ranges = {
  ...place,
  owner: 'owner',
  tickLower: 'tick_lower',
  tickUpper: 'tick_upper',
  liquidity: 'liquidity',
  amount0: 'amount0',
  amount1: 'amount1',
} as const

/** Folders `swaps/`, `mints/`, `burns/` of decoded Parquet files. */
export const decodedFolderMapping: ColumnMapping = {
  tables: [
    {
      path: 'swaps',
      kind: 'swap',
      columns: {
        ...place,
        sender: 'sender',
        recipient: 'recipient',
        amount0: 'amount0',
        amount1: 'amount1',
        sqrtPriceX96: 'sqrt_price_x96',
        liquidity: 'liquidity',
        tick: 'tick',
      },
    },
    { path: 'mints', kind: 'mint', columns: ranges },
    { path: 'burns', kind: 'burn', columns: ranges },
  ],
}
