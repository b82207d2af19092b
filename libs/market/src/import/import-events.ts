import { TickwiseError, UserError, deriveStartState } from '@tickwise/amm'
import type { PoolEvent, PoolEventColumns, StartState } from '@tickwise/amm'
import type { Dataset } from '../dataset.ts'
import { writeDataset } from '../store/write-dataset.ts'
import type { WriteOptions } from '../store/write-dataset.ts'
import { checkIdentity } from './check-identity.ts'
import type { IdentityCheckOptions } from './check-identity.ts'
import type { EventSource } from './event-source.ts'
import type { ResolvedPool } from './pool-identity.ts'
import type { SourcedEvent } from './source-row.ts'

export interface EventImportOptions extends WriteOptions, IdentityCheckOptions {
  /** What the manifest says about the source. */
  readonly sourceText: string
}

async function* plain(events: AsyncIterable<SourcedEvent>): AsyncGenerator<PoolEvent> {
  for await (const { event } of events) yield event
}

/** The source row of event number `wanted`, found by reading the source once more. */
const sourceRow = async (
  source: EventSource,
  wanted: number,
): Promise<SourcedEvent | undefined> => {
  let number = 0
  for await (const sourced of source.events()) if (number++ === wanted) return sourced
  return undefined
}

/** A fault that names a row of the columns, told again with the file and row the user knows. */
const inSourceTerms = async (error: unknown, source: EventSource): Promise<unknown> => {
  if (!(error instanceof TickwiseError)) return error
  const row =
    error.facts['columnRow'] ?? (error.code === 'E_DATA_GAP' ? error.facts['row'] : undefined)
  if (typeof row !== 'number') return error
  const place = await sourceRow(source, row)
  if (place === undefined) return error
  const { blockNumber, logIndex } = place.event
  const sentence = error.message.replace(/^.*?\): /, '')
  return new UserError(
    'E_DATA_GAP',
    `${place.file}, row ${place.row} (block ${blockNumber}, log ${logIndex}): ${sentence}`,
    {
      hint: 'a mint, burn or swap before this row is missing, doubled or changed: get this stretch of the data again, or import it as broken to look at it (--allow-broken)',
      facts: { ...error.facts, file: place.file, row: place.row, blockNumber, logIndex },
      cause: error,
    },
  )
}

const startFrom = (
  source: EventSource,
  { pool }: ResolvedPool,
  columns: PoolEventColumns,
  allowBroken: boolean,
): StartState => {
  if (source.startState !== undefined) return source.startState(columns)
  const spec = { fee: pool.fee, tickSpacing: pool.tickSpacing }
  try {
    const start = deriveStartState(columns, spec)
    source.checkStart?.(start)
    return start
  } catch (error) {
    if (!allowBroken) throw error
    return { kind: 'derived', feeProtocol: 0, intervals: [] }
  }
}

/** Reads events from an understood source into a dataset folder, with all checks. */
export const importEvents = async (
  out: string,
  source: EventSource,
  resolved: ResolvedPool,
  options: EventImportOptions,
): Promise<Dataset> => {
  const { pool } = resolved
  const { states, positionEvents } = source
  try {
    return await writeDataset(
      out,
      {
        meta: {
          pool,
          simulated: false,
          source: { text: `${options.sourceText}; pool: ${resolved.how}`, format: source.format },
          gapCheck: {
            how: 'order, price and in-range liquidity of every swap against the mints and burns before it',
            result: options.allowBroken ? 'not enforced: imported as broken' : 'no fault',
          },
        },
        events: plain(source.events()),
        startState: (columns) => {
          checkIdentity(columns, pool, options.sourceText, options)
          return startFrom(source, resolved, columns, options.allowBroken ?? false)
        },
        ...(states === undefined ? {} : { states }),
        ...(positionEvents === undefined ? {} : { positionEvents }),
      },
      options,
    )
  } catch (error) {
    throw await inSourceTerms(error, source)
  }
}
