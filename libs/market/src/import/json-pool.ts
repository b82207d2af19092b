import { dirname } from 'node:path'
import { UserError } from '@tickwise/amm'
import type { Hex, PoolEvent, StartState, TickRecord } from '@tickwise/amm'
import type { ChainState } from '../dataset.ts'
import type { EventSource } from './event-source.ts'
import { JsonFields, parseExactJson } from './exact-json.ts'
import { filesIn, isFolder } from './source-files.ts'
import { inOrder } from './source-row.ts'
import type { SourcedEvent } from './source-row.ts'
import { readText } from './text-file.ts'

const readJson = async (file: string): Promise<JsonFields> =>
  new JsonFields(parseExactJson(await readText(file), file), file)

const address = (field: JsonFields): Hex => `0x${field.text().slice(2).toLowerCase()}`

const readTicks = (ticks: JsonFields): TickRecord[] =>
  ticks
    .keys()
    .map((key) => ({ key, record: ticks.at(key) }))
    .map(({ key, record }) => ({
      tick: Number(key),
      liquidityGross: record.at('liquidityGross').integer(),
      liquidityNet: record.at('liquidityNet').integer(),
      feeGrowthOutside0X128: record.at('feeGrowthOutside0X128').integer(),
      feeGrowthOutside1X128: record.at('feeGrowthOutside1X128').integer(),
    }))
    .filter(({ liquidityGross }) => liquidityGross > 0n)
    .sort((a, b) => a.tick - b.tick)

interface PoolFile {
  readonly blockNumber: number
  readonly slot0: { readonly sqrtPriceX96: bigint; readonly tick: number }
  readonly liquidity: bigint
  readonly growth: { readonly feeGrowthGlobal0X128: bigint; readonly feeGrowthGlobal1X128: bigint }
  readonly ticks: readonly TickRecord[]
  /** Net liquidity does not sum to zero: ticks far away are missing. */
  readonly ticksMissing: boolean
  readonly fee: number
  readonly tickSpacing: number
  readonly address: Hex
  readonly token0: Hex
  readonly token1: Hex
  readonly feeProtocol: number
  /** The field holds what no protocol fee can be. */
  readonly feeProtocolFault: boolean
}

const readPool = async (file: string): Promise<PoolFile> => {
  const root = await readJson(file)
  const data = root.at('data')
  const slot0 = data.at('slot0')
  const ticks = readTicks(data.at('ticks'))
  const feeProtocol = slot0.has('feeProtocol') ? slot0.at('feeProtocol').number() : 0
  const parts = [feeProtocol & 15, feeProtocol >> 4]
  // UniswapV3Pool.setFeeProtocol allows 0 and 4 … 10; known files hold a cardinality in this field.
  const allowed = parts.every((part) => part === 0 || (part >= 4 && part <= 10))
  const isCardinality =
    slot0.has('observationCardinality') &&
    feeProtocol > 0 &&
    slot0.at('observationCardinality').number() === feeProtocol
  const fits = allowed && !isCardinality
  return {
    blockNumber: root.at('block').number(),
    slot0: { sqrtPriceX96: slot0.at('sqrtPriceX96').integer(), tick: slot0.at('tick').number() },
    liquidity: data.at('liquidity').integer(),
    growth: {
      feeGrowthGlobal0X128: data.at('feeGrowthGlobal0X128').integer(),
      feeGrowthGlobal1X128: data.at('feeGrowthGlobal1X128').integer(),
    },
    ticks,
    ticksMissing: ticks.reduce((sum, { liquidityNet }) => sum + liquidityNet, 0n) !== 0n,
    fee: data.at('fee').number(),
    tickSpacing: data.at('tickSpacing').number(),
    address: address(root.at('poolAddress')),
    token0: address(data.at('token0')),
    token1: address(data.at('token1')),
    feeProtocol: fits ? feeProtocol : 0,
    feeProtocolFault: !fits,
  }
}

const readTransaction = (row: JsonFields, logIndex: number): PoolEvent => {
  const place = {
    blockNumber: row.at('blockNo').number(),
    logIndex,
    timestamp: row.at('timestamp').number(),
  }
  const amounts = { amount0: row.at('amount0').integer(), amount1: row.at('amount1').integer() }
  const method = row.at('method').text()
  if (method === 'SWAP')
    return {
      kind: 'swap',
      ...place,
      sender: address(row.at('sender')),
      recipient: address(row.at('recipient')),
      ...amounts,
      sqrtPriceX96: row.at('sqrtPriceX96').integer(),
      liquidity: row.at('liquidity').integer(),
      tick: row.at('tick').number(),
    }
  const range = {
    ...place,
    owner: address(row.at('owner')),
    tickLower: row.at('tickLower').number(),
    tickUpper: row.at('tickUpper').number(),
    liquidity: row.at('amount').integer(),
    ...amounts,
  }
  if (method === 'MINT') return { kind: 'mint', ...range }
  if (method === 'BURN') return { kind: 'burn', ...range }
  throw new UserError('E_EVENT_KIND', `${method} is no event of this layout`, {
    hint: 'SWAP, MINT and BURN are known',
  })
}

async function* readTransactions(file: string): AsyncGenerator<SourcedEvent> {
  const rows = (await readJson(file)).at('data').items()
  let block = -1
  let logIndex = 0
  for (const [i, row] of rows.entries()) {
    const blockNumber = row.at('blockNo').number()
    logIndex = blockNumber === block ? logIndex + 1 : 0
    block = blockNumber
    yield { event: readTransaction(row, logIndex), file, row: i + 1 }
  }
}

const startOf = (pool: PoolFile): StartState => {
  const [lowest, highest] = [pool.ticks[0], pool.ticks.at(-1)]
  const tickRange =
    pool.ticksMissing && lowest !== undefined && highest !== undefined
      ? { tickRange: { lower: lowest.tick, upper: highest.tick } }
      : {}
  return {
    kind: 'chain',
    blockNumber: pool.blockNumber,
    ...pool.slot0,
    liquidity: pool.liquidity,
    feeProtocol: pool.feeProtocol,
    ...pool.growth,
    ticks: pool.ticks,
    ...tickRange,
  }
}

const findFile = async (folder: string, name: RegExp, what: string): Promise<string> => {
  const [found] = await filesIn(folder, name)
  if (found !== undefined) return found
  throw new UserError('E_NOT_FOUND', `${folder} holds no ${what}`, {
    hint: 'the layout is pool.txt, transactions.txt and, for checks, poolAfter.txt (each may be .gz or .json)',
    facts: { file: folder },
  })
}

const poolName = /^pool\.(txt|json)(\.gz)?$/
const transactionsName = /^transactions\.(txt|json)(\.gz)?$/
const afterName = /^poolAfter\.(txt|json)(\.gz)?$/

/** Whether a folder holds a pool snapshot in JSON with its transactions. */
export const isJsonPoolFolder = async (folder: string): Promise<boolean> =>
  (await filesIn(folder, poolName)).length > 0 &&
  (await filesIn(folder, transactionsName)).length > 0

/**
 * A full pool state in JSON with the transactions after it, and the state at the end where it is there.
 * The layout has no log indices: events of a block are numbered in the order of the file.
 */
export const jsonPool = async (source: string): Promise<EventSource> => {
  const folder = (await isFolder(source)) ? source : dirname(source)
  const pool = await readPool(await findFile(folder, poolName, 'pool.txt'))
  const transactions = await findFile(folder, transactionsName, 'transactions.txt')
  const [afterFile] = await filesIn(folder, afterName)
  const after = afterFile === undefined ? undefined : await readPool(afterFile)
  const endState = (timestamp: number): readonly ChainState[] =>
    after === undefined
      ? []
      : [
          {
            timestamp,
            blockNumber: after.blockNumber,
            ...after.slot0,
            liquidity: after.liquidity,
            ...after.growth,
          },
        ]
  return {
    format: 'json-pool',
    meta: {
      address: pool.address,
      token0: { address: pool.token0 },
      token1: { address: pool.token1 },
      fee: pool.fee,
      tickSpacing: pool.tickSpacing,
    },
    events: () => inOrder(readTransactions(transactions)),
    startState: () => startOf(pool),
    states: ({ timestamp, length }) => endState(timestamp[length - 1] ?? 0),
    notes: [
      'log indices are not in the source: events of a block are numbered in file order',
      ...(pool.feeProtocolFault
        ? ['slot0.feeProtocol in the source cannot be a protocol fee: it is taken as 0']
        : []),
      ...(pool.ticksMissing
        ? [
            'ticks of the source do not sum to zero: some far away are missing, the in-range liquidity is taken as given',
          ]
        : []),
    ],
  }
}
