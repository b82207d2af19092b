import { UserError } from './errors.ts'
import type { WideColumn } from './fee-growth-index-appender.ts'

const FORMAT = 1

/** Running total of one floating-point moment: globally per growth value, outside per crossing. */
export interface MomentColumns {
  readonly global: Float64Array
  readonly outside: Float64Array
}

/** Fee growth and steps of one token. */
export interface TokenGrowth {
  /** Per row 0 … length: position of the row's value in `global`. */
  readonly countAtRow: Uint32Array
  readonly global: WideColumn
  /** Fee growth on the far side of a boundary, after each crossing. */
  readonly outside: WideColumn
  readonly globalWords: Uint32Array
  readonly outsideWords: Uint32Array
  /** Σ fee / L^2, Σ fee / L^3, Σ fee / L^4 over the steps. */
  readonly moments: readonly [MomentColumns, MomentColumns, MomentColumns]
  /** Row of each fee-bearing step, counted as the state after its event; ascending. */
  readonly stepRow: Uint32Array
  readonly stepIndex: Int32Array
  readonly stepFee: WideColumn
  readonly stepLiquidity: WideColumn
  readonly globalCache: bigint[][]
  readonly outsideCache: bigint[][]
}

/**
 * Fee growth of a stream of events, laid out so that the growth inside any range over any window is a
 * few binary searches. Arrays live in shared memory; worker threads rebuild the object from
 * {@link indexParts} without copying them.
 */
export interface FeeGrowthIndex {
  /** Events of the stream; rows go from 0 to `length`. */
  readonly length: number
  readonly fee: number
  readonly tickSpacing: number
  /** Row of the swap that only set the price, -1 when the start price was known. */
  readonly anchorRow: number
  /** Events that contradicted the stream before them. */
  readonly faults: number
  /** Whether some growth passed 2^256 within the stream. */
  readonly wraps: boolean
  readonly tickAtRow: Int32Array
  /** Crossings of boundary `firstBoundary + i`: `[crossingStart[i], crossingStart[i + 1])`. */
  readonly firstBoundary: number
  readonly crossingStart: Uint32Array
  readonly crossingRow: Uint32Array
  readonly estimatedRow: Uint32Array
  readonly estimatedIndex: Int32Array
  readonly token0: TokenGrowth
  readonly token1: TokenGrowth
}

export type IndexArray = Uint32Array | Int32Array | Float64Array | BigUint64Array

/** An index as plain data: a JSON header and named typed arrays, for a cache or another thread. */
export interface FeeGrowthIndexParts {
  readonly header: {
    readonly format: number
    readonly length: number
    readonly fee: number
    readonly tickSpacing: number
    readonly anchorRow: number
    readonly faults: number
    readonly wraps: boolean
    readonly firstBoundary: number
    /** Limbs of growth, step fee, step liquidity, of token0 and token1. */
    readonly limbs0: readonly [number, number, number]
    readonly limbs1: readonly [number, number, number]
  }
  readonly arrays: Readonly<Record<string, IndexArray>>
}

/**
 * The index as data that a file or a worker message can carry.
 * @example worker.postMessage(indexParts(index))
 */
export function indexParts(index: FeeGrowthIndex): FeeGrowthIndexParts {
  const { length, fee, tickSpacing, anchorRow, faults, wraps, firstBoundary } = index
  const { tickAtRow, crossingStart, crossingRow, estimatedRow, estimatedIndex } = index
  return {
    header: {
      format: FORMAT,
      length,
      fee,
      tickSpacing,
      anchorRow,
      faults,
      wraps,
      firstBoundary,
      limbs0: limbsOf(index.token0),
      limbs1: limbsOf(index.token1),
    },
    arrays: {
      tickAtRow,
      crossingStart,
      crossingRow,
      estimatedRow,
      estimatedIndex,
      ...tokenArrays(index.token0, 0),
      ...tokenArrays(index.token1, 1),
    },
  }
}

/**
 * The index that {@link indexParts} took apart; the arrays are used as they are, not copied.
 * @throws UserError `E_INDEX_FORMAT` for parts of another version or with an array missing
 * @example const index = indexFromParts(workerData)
 */
export function indexFromParts(parts: FeeGrowthIndexParts): FeeGrowthIndex {
  const { header, arrays } = parts
  if (header.format !== FORMAT) throw badParts(`format ${header.format}, not ${FORMAT}`)
  const { length, fee, tickSpacing, anchorRow, faults, wraps, firstBoundary } = header
  const index: FeeGrowthIndex = {
    length,
    fee,
    tickSpacing,
    anchorRow,
    faults,
    wraps,
    firstBoundary,
    tickAtRow: int32(arrays, 'tickAtRow'),
    crossingStart: uint32(arrays, 'crossingStart'),
    crossingRow: uint32(arrays, 'crossingRow'),
    estimatedRow: uint32(arrays, 'estimatedRow'),
    estimatedIndex: int32(arrays, 'estimatedIndex'),
    token0: tokenFromArrays(arrays, 0, header.limbs0),
    token1: tokenFromArrays(arrays, 1, header.limbs1),
  }
  if (index.tickAtRow.length !== length + 1) throw badParts('arrays of another length')
  return index
}

function limbsOf(token: TokenGrowth): [number, number, number] {
  return [token.global.limbs, token.stepFee.limbs, token.stepLiquidity.limbs]
}

function tokenArrays(token: TokenGrowth, number: 0 | 1): Record<string, IndexArray> {
  const arrays: Record<string, IndexArray> = {
    countAtRow: token.countAtRow,
    global: token.global.data,
    outside: token.outside.data,
    stepRow: token.stepRow,
    stepIndex: token.stepIndex,
    stepFee: token.stepFee.data,
    stepLiquidity: token.stepLiquidity.data,
  }
  token.moments.forEach((moment, power) => {
    arrays[`moment${power + 2}`] = moment.global
    arrays[`momentOutside${power + 2}`] = moment.outside
  })
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name + number, array]))
}

function tokenFromArrays(
  arrays: FeeGrowthIndexParts['arrays'],
  number: 0 | 1,
  [growth, fee, liquidity]: readonly [number, number, number],
): TokenGrowth {
  const name = (base: string) => base + number
  const moment = (power: number): MomentColumns => ({
    global: float64(arrays, name(`moment${power}`)),
    outside: float64(arrays, name(`momentOutside${power}`)),
  })
  const global = { limbs: growth, data: uint64(arrays, name('global')) }
  const outside = { limbs: growth, data: uint64(arrays, name('outside')) }
  return {
    countAtRow: uint32(arrays, name('countAtRow')),
    global,
    outside,
    globalWords: wordsOf(global.data),
    outsideWords: wordsOf(outside.data),
    moments: [moment(2), moment(3), moment(4)],
    stepRow: uint32(arrays, name('stepRow')),
    stepIndex: int32(arrays, name('stepIndex')),
    stepFee: { limbs: fee, data: uint64(arrays, name('stepFee')) },
    stepLiquidity: { limbs: liquidity, data: uint64(arrays, name('stepLiquidity')) },
    globalCache: [],
    outsideCache: [],
  }
}

function wordsOf({ buffer, byteOffset, length }: BigUint64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length)
}

function uint32(arrays: FeeGrowthIndexParts['arrays'], name: string): Uint32Array {
  const array = arrays[name]
  if (array instanceof Uint32Array) return array
  throw badParts(`no array ${name}`)
}

function int32(arrays: FeeGrowthIndexParts['arrays'], name: string): Int32Array {
  const array = arrays[name]
  if (array instanceof Int32Array) return array
  throw badParts(`no array ${name}`)
}

function float64(arrays: FeeGrowthIndexParts['arrays'], name: string): Float64Array {
  const array = arrays[name]
  if (array instanceof Float64Array) return array
  throw badParts(`no array ${name}`)
}

function uint64(arrays: FeeGrowthIndexParts['arrays'], name: string): BigUint64Array {
  const array = arrays[name]
  if (array instanceof BigUint64Array) return array
  throw badParts(`no array ${name}`)
}

function badParts(what: string): UserError {
  return new UserError(
    'E_INDEX_FORMAT',
    `this is not a fee-growth index of this version: ${what}`,
    {
      hint: 'delete the cache folder of the dataset; it is built again on the next use',
    },
  )
}
