import {
  estimatedSteps,
  feeGrowthInside,
  InvariantError,
  rowCountAtBlock,
  UserError,
  type FeeGrowthIndex,
  type Hex,
  type PoolEventColumns,
} from '@tickwise/amm'
import type { Dataset, PositionEvent } from '@tickwise/market'
import { keepBooks } from './position-verify-bookkeeping.ts'
import { positionLives, type PositionLife } from './position-verify-lives.ts'

/** What {@link verifyPositions} reads of a dataset. */
export type VerifiableDataset = Pick<Dataset, 'columns' | 'positionEvents' | 'index'>

/** Where an event of a position stands: the manager's log and the pool's log it belongs to. */
export interface PositionEventPlace {
  readonly blockNumber: number
  readonly logIndex: number
  readonly poolLogIndex: number
  readonly transactionHash?: Hex
}

/** Fees of a real position, paid and recomputed; raw token units. */
export interface VerifiedPosition {
  readonly tokenId: bigint
  readonly tickLower: number
  readonly tickUpper: number
  /** The most liquidity it held. */
  readonly liquidity: bigint
  readonly collectedFee0: bigint
  readonly collectedFee1: bigint
  readonly simulatedFee0: bigint
  readonly simulatedFee1: bigint
  /** Simulated minus collected. */
  readonly difference0: bigint
  readonly difference1: bigint
  readonly status: 'exact' | 'off' | 'undetermined'
  /** Why it is not exact; `null` when it is. */
  readonly reason: string | null
  /** Swap steps inside the range whose liquidity the data do not reveal. */
  readonly estimatedSteps: number
  readonly mint: PositionEventPlace
  readonly lastBurn: PositionEventPlace
  readonly lastCollect: PositionEventPlace
}

/**
 * Recomputes the fees of every position-manager NFT that was minted, emptied and collected within
 * the data, and compares them with what it was paid. `exact` means equal to the wei in both tokens;
 * `undetermined` that swaps crossed liquidity which the data do not reveal, or that the first swap
 * fell into its life with the price before it unknown, so no exact figure exists; `off` that the figures differ without that excuse.
 *
 * @throws UserError E_NO_POSITION_EVENTS when the dataset has no position-manager events;
 * E_POSITION_UNKNOWN or E_POSITION_NOT_CLOSED for a `tokenId` that cannot be verified.
 *
 * @example
 * verifyPositions(dataset).filter((position) => position.status === 'off')
 */
export function verifyPositions(
  dataset: VerifiableDataset,
  options: { readonly tokenId?: bigint } = {},
): VerifiedPosition[] {
  const { columns, positionEvents } = dataset
  if (positionEvents === undefined) {
    throw new UserError('E_NO_POSITION_EVENTS', 'the dataset has no position-manager events', {
      hint: 'import it again with --position-events <file>',
    })
  }
  const lives = livesToVerify(positionEvents, options.tokenId)
  const index = dataset.index()
  return lives.map((life) => verifyLife(life, columns, index))
}

function livesToVerify(
  events: readonly PositionEvent[],
  tokenId: bigint | undefined,
): readonly PositionLife[] {
  const { closed, open } = positionLives(events)
  if (tokenId === undefined) return closed
  const life = closed.find((candidate) => candidate.tokenId === tokenId)
  if (life !== undefined) return [life]
  const reason = open.get(tokenId)
  if (reason === undefined) {
    throw new UserError('E_POSITION_UNKNOWN', `no event of NFT ${tokenId} is in the dataset`, {
      hint: 'check the token id, or use a dataset that covers its life',
      facts: { tokenId },
    })
  }
  throw new UserError(
    'E_POSITION_NOT_CLOSED',
    `NFT ${tokenId} has no whole life in the dataset: ${reason}`,
    { hint: 'use a dataset from its mint to its last collect', facts: { tokenId, reason } },
  )
}

function verifyLife(
  life: PositionLife,
  columns: PoolEventColumns,
  index: FeeGrowthIndex,
): VerifiedPosition {
  const { tokenId, tickLower, tickUpper, liquidity, events } = life
  const books = keepBooks(events, (event) =>
    feeGrowthInside(index, tickLower, tickUpper, rowOf(columns, event)),
  )
  const [mint, lastBurn, lastCollect] = [
    events[0],
    events.findLast((event) => event.kind === 'decreaseLiquidity'),
    events.at(-1),
  ]
  if (mint === undefined || lastBurn === undefined || lastCollect === undefined) {
    throw new InvariantError('E_POSITION_LIFE', `the life of NFT ${tokenId} is not whole`)
  }
  const difference0 = books.simulatedFee0 - books.collectedFee0
  const difference1 = books.simulatedFee1 - books.collectedFee1
  const [fromRow, toRow] = [rowOf(columns, mint), rowOf(columns, lastBurn)]
  const guessed = estimatedSteps(index, tickLower, tickUpper, fromRow, toRow)
  const isBeforePrice = fromRow <= index.anchorRow && index.anchorRow < toRow
  const doubt = guessed > 0 ? crossedUnknown(guessed) : isBeforePrice ? firstSwapUnknown : null
  return {
    tokenId,
    tickLower,
    tickUpper,
    liquidity,
    ...books,
    difference0,
    difference1,
    ...verdict(difference0, difference1, doubt),
    estimatedSteps: guessed,
    mint: placeOf(mint),
    lastBurn: placeOf(lastBurn),
    lastCollect: placeOf(lastCollect),
  }
}

const firstSwapUnknown =
  'the first swap of the data fell into its life, and the price before that swap is not known'

function crossedUnknown(steps: number): string {
  return `${steps} swap steps in its range crossed liquidity that the data do not reveal`
}

function verdict(
  difference0: bigint,
  difference1: bigint,
  doubt: string | null,
): Pick<VerifiedPosition, 'status' | 'reason'> {
  if (doubt !== null) return { status: 'undetermined', reason: doubt }
  if (difference0 === 0n && difference1 === 0n) return { status: 'exact', reason: null }
  const leftUncollected = difference0 >= 0n && difference1 >= 0n
  const differences = `${difference0} of token0 and ${difference1} of token1`
  const reason = leftUncollected
    ? `recomputed fees exceed the collected ones by ${differences}: the owner left them, or events differ`
    : `recomputed fees differ from the collected ones by ${differences}`
  return { status: 'off', reason }
}

function placeOf(event: PositionEvent): PositionEventPlace {
  const { blockNumber, logIndex, poolLogIndex, transactionHash } = event
  const place = { blockNumber, logIndex, poolLogIndex }
  return transactionHash === undefined ? place : { ...place, transactionHash }
}

/** Number of pool events up to and with the one that the manager's event belongs to. */
function rowOf(columns: PoolEventColumns, event: PositionEvent): number {
  const { blockNumber, poolLogIndex, tokenId } = event
  const blockStart = rowCountAtBlock(columns, blockNumber - 1)
  const blockEnd = rowCountAtBlock(columns, blockNumber)
  const row = columns.logIndex.subarray(blockStart, blockEnd).indexOf(poolLogIndex)
  if (row >= 0) return blockStart + row + 1
  throw new UserError(
    'E_POSITION_JOIN',
    `the pool event of NFT ${tokenId} at block ${blockNumber}, log ${poolLogIndex} is not in the dataset`,
    { hint: 'import the pool logs and the position events of the same period together' },
  )
}
