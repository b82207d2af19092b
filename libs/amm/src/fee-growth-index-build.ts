import type { PoolEventColumns, PoolSpec, StartState } from './event-columns.ts'
import { kindCode } from './events.ts'
import {
  append,
  appendWide,
  createNumberAppender,
  createWideAppender,
  finishNumbers,
  finishWide,
  setWide,
} from './fee-growth-index-appender.ts'
import type { NumberAppender, WideAppender, WideColumn } from './fee-growth-index-appender.ts'
import { indexFromParts } from './fee-growth-index-parts.ts'
import type { FeeGrowthIndex, IndexArray } from './fee-growth-index-parts.ts'
import { addToSum, createSum, flipSum, sumValue } from './fee-growth-index-sums.ts'
import type { ExactSum } from './fee-growth-index-sums.ts'
import { replaySteps } from './replay.ts'
import type { ReplayOptions, ReplaySummary } from './replay.ts'
import type { ReplayStep } from './replay-state.ts'

type Sums = readonly [ExactSum, ExactSum, ExactSum]

/** What the replay leaves for one token. */
interface TokenBuilder {
  growthX128: bigint
  wraps: boolean
  readonly growthRow: NumberAppender<Uint32Array>
  readonly global: WideAppender
  readonly sums: Sums
  readonly moments: readonly NumberAppender<Float64Array>[]
  readonly stepRow: NumberAppender<Uint32Array>
  readonly stepIndex: NumberAppender<Int32Array>
  readonly stepFee: WideAppender
  readonly stepLiquidity: WideAppender
  /** Crossings in chain order. */
  readonly outside: WideAppender
  readonly outsideMoments: readonly NumberAppender<Float64Array>[]
}

interface BoundaryState {
  readonly outsideX128: [bigint, bigint]
  readonly sums: readonly [Sums, Sums]
}

interface IndexBuilder {
  readonly tokens: readonly [TokenBuilder, TokenBuilder]
  readonly boundaries: Map<number, BoundaryState>
  readonly crossingRow: NumberAppender<Uint32Array>
  readonly crossingBoundary: NumberAppender<Int32Array>
  readonly estimatedRow: NumberAppender<Uint32Array>
  readonly estimatedIndex: NumberAppender<Int32Array>
}

/**
 * Builds the fee-growth index of a stream by one replay.
 * @throws UserError as {@link replaySteps}; `options.strict` refuses a stream that contradicts itself
 * @example const index = buildFeeGrowthIndex(columns, spec, deriveStartState(columns, spec))
 */
export function buildFeeGrowthIndex(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  options: ReplayOptions = {},
): FeeGrowthIndex {
  const builder: IndexBuilder = {
    tokens: [createTokenBuilder(), createTokenBuilder()],
    boundaries: new Map(),
    crossingRow: createNumberAppender(uint32),
    crossingBoundary: createNumberAppender(int32),
    estimatedRow: createNumberAppender(uint32),
    estimatedIndex: createNumberAppender(int32),
  }
  const visitor = {
    onStep: (step: ReplayStep) => addStep(builder, step),
    onCross: (row: number, boundary: number) => addCrossing(builder, row, boundary),
  }
  const summary = replaySteps(columns, spec, start, visitor, options)
  return finishIndex(builder, columns, spec, start, summary)
}

function createTokenBuilder(): TokenBuilder {
  const three = () => [0, 1, 2].map(() => createNumberAppender(float64))
  const token: TokenBuilder = {
    growthX128: 0n,
    wraps: false,
    growthRow: createNumberAppender(uint32),
    global: createWideAppender(),
    sums: [createSum(), createSum(), createSum()],
    moments: three(),
    stepRow: createNumberAppender(uint32),
    stepIndex: createNumberAppender(int32),
    stepFee: createWideAppender(),
    stepLiquidity: createWideAppender(),
    outside: createWideAppender(),
    outsideMoments: three(),
  }
  append(token.growthRow, 0)
  appendWide(token.global, 0n)
  for (const moment of token.moments) append(moment, 0)
  return token
}

function addStep(builder: IndexBuilder, step: ReplayStep): void {
  const row = step.row + 1
  if (step.estimated) {
    append(builder.estimatedRow, row)
    append(builder.estimatedIndex, step.index)
  }
  if (step.fee === 0n || step.liquidity === 0n) return
  const token = builder.tokens[step.token]
  const grown = BigInt.asUintN(256, token.growthX128 + step.growthX128)
  if (grown < token.growthX128) token.wraps = true
  token.growthX128 = grown
  const inverse = 1 / Number(step.liquidity)
  let term = Number(step.fee) * inverse
  for (const sum of token.sums) {
    term *= inverse
    addToSum(sum, term)
  }
  writeGrowth(token, row)
  append(token.stepRow, row)
  append(token.stepIndex, step.index)
  appendWide(token.stepFee, step.fee)
  appendWide(token.stepLiquidity, step.liquidity)
}

/** One value per row: a later step of the same swap replaces the earlier one's. */
function writeGrowth(token: TokenBuilder, row: number): void {
  const last = token.growthRow.length - 1
  const position = token.growthRow.array[last] === row ? last : last + 1
  if (position > last) {
    append(token.growthRow, row)
    appendWide(token.global, token.growthX128)
    token.moments.forEach((moment, power) => append(moment, sumAt(token.sums, power)))
    return
  }
  setWide(token.global, position, token.growthX128)
  token.moments.forEach((moment, power) => (moment.array[position] = sumAt(token.sums, power)))
}

function addCrossing(builder: IndexBuilder, row: number, boundary: number): void {
  let state = builder.boundaries.get(boundary)
  if (state === undefined) {
    const sums = (): Sums => [createSum(), createSum(), createSum()]
    state = { outsideX128: [0n, 0n], sums: [sums(), sums()] }
    builder.boundaries.set(boundary, state)
  }
  append(builder.crossingRow, row + 1)
  append(builder.crossingBoundary, boundary)
  for (const number of [0, 1] as const) {
    const token = builder.tokens[number]
    const flipped = BigInt.asUintN(256, token.growthX128 - state.outsideX128[number])
    state.outsideX128[number] = flipped
    appendWide(token.outside, flipped)
    const sums = state.sums[number]
    token.sums.forEach((total, power) => {
      const sum = sums[power]
      if (sum !== undefined) flipSum(sum, total)
    })
    token.outsideMoments.forEach((moment, power) => append(moment, sumAt(sums, power)))
  }
}

function sumAt(sums: Sums, power: number): number {
  const sum = sums[power]
  return sum === undefined ? 0 : sumValue(sum)
}

function finishIndex(
  builder: IndexBuilder,
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
  summary: ReplaySummary,
): FeeGrowthIndex {
  const [token0, token1] = builder.tokens
  const crossings = groupCrossings(finishNumbers(builder.crossingBoundary))
  const parts0 = finishToken(token0, 0, columns.length, crossings.order)
  const parts1 = finishToken(token1, 1, columns.length, crossings.order)
  return indexFromParts({
    header: {
      format: 1,
      length: columns.length,
      fee: spec.fee,
      tickSpacing: spec.tickSpacing,
      anchorRow: summary.anchorRow,
      faults: summary.faults.length,
      wraps: token0.wraps || token1.wraps,
      firstBoundary: crossings.firstBoundary,
      limbs0: parts0.limbs,
      limbs1: parts1.limbs,
    },
    arrays: {
      tickAtRow: tickAtEachRow(columns, start),
      crossingStart: crossings.start,
      crossingRow: reorder(finishNumbers(builder.crossingRow), crossings.order, uint32),
      estimatedRow: finishNumbers(builder.estimatedRow),
      estimatedIndex: finishNumbers(builder.estimatedIndex),
      ...parts0.arrays,
      ...parts1.arrays,
    },
  })
}

function finishToken(
  token: TokenBuilder,
  number: 0 | 1,
  length: number,
  order: Uint32Array,
): { limbs: [number, number, number]; arrays: Record<string, IndexArray> } {
  const growthLimbs = Math.max(token.global.limbs, token.outside.limbs)
  const global = finishWide(token.global, growthLimbs)
  const stepFee = finishWide(token.stepFee)
  const stepLiquidity = finishWide(token.stepLiquidity)
  const arrays: Record<string, IndexArray> = {
    [`countAtRow${number}`]: countAtEachRow(token.growthRow, length),
    [`global${number}`]: global.data,
    [`outside${number}`]: reorderWide(finishWide(token.outside, growthLimbs), order),
    [`stepRow${number}`]: finishNumbers(token.stepRow),
    [`stepIndex${number}`]: finishNumbers(token.stepIndex),
    [`stepFee${number}`]: stepFee.data,
    [`stepLiquidity${number}`]: stepLiquidity.data,
  }
  token.moments.forEach((moment, power) => {
    arrays[`moment${power + 2}${number}`] = finishNumbers(moment)
  })
  token.outsideMoments.forEach((moment, power) => {
    arrays[`momentOutside${power + 2}${number}`] = reorder(finishNumbers(moment), order, float64)
  })
  return { limbs: [growthLimbs, stepFee.limbs, stepLiquidity.limbs], arrays }
}

/** Crossings sorted by boundary, in chain order within each. */
function groupCrossings(boundaries: Int32Array): {
  firstBoundary: number
  start: Uint32Array
  order: Uint32Array
} {
  let lowest = Infinity
  let highest = -Infinity
  for (const boundary of boundaries) {
    if (boundary < lowest) lowest = boundary
    if (boundary > highest) highest = boundary
  }
  const count = boundaries.length === 0 ? 0 : highest - lowest + 1
  const start = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)))
  for (const boundary of boundaries)
    start[boundary - lowest + 1] = (start[boundary - lowest + 1] ?? 0) + 1
  for (let slot = 0; slot < count; slot++)
    start[slot + 1] = (start[slot + 1] ?? 0) + (start[slot] ?? 0)
  const next = start.slice()
  const order = new Uint32Array(boundaries.length)
  boundaries.forEach((boundary, crossing) => {
    const slot = boundary - lowest
    const position = next[slot] ?? 0
    order[position] = crossing
    next[slot] = position + 1
  })
  return { firstBoundary: count === 0 ? 0 : lowest, start, order }
}

function reorder<A extends Uint32Array | Float64Array>(
  values: A,
  order: Uint32Array,
  create: (buffer: ArrayBufferLike) => A,
): A {
  const sorted = create(new SharedArrayBuffer(values.byteLength))
  order.forEach((from, to) => (sorted[to] = values[from] ?? 0))
  return sorted
}

function reorderWide({ limbs, data }: WideColumn, order: Uint32Array): BigUint64Array {
  const sorted = new BigUint64Array(new SharedArrayBuffer(data.byteLength))
  order.forEach((from, to) =>
    sorted.set(data.subarray(limbs * from, limbs * (from + 1)), limbs * to),
  )
  return sorted
}

/** Position, among the growth values, of the last one up to each row. */
function countAtEachRow(growthRow: NumberAppender<Uint32Array>, length: number): Uint32Array {
  const count = uint32(new SharedArrayBuffer(4 * (length + 1)))
  let position = 0
  for (let row = 0; row <= length; row++) {
    while (position + 1 < growthRow.length && (growthRow.array[position + 1] ?? 0) <= row)
      position++
    count[row] = position
  }
  return count
}

/** Before the first known price the tick is that of the first swap: nothing grew until then. */
function tickAtEachRow(columns: PoolEventColumns, start: StartState): Int32Array {
  const setsPrice = (row: number) =>
    columns.kind[row] === kindCode.swap || columns.kind[row] === kindCode.initialize
  let first = 0
  while (first < columns.length && !setsPrice(first)) first++
  let tick = (start.kind === 'fresh' ? undefined : start.tick) ?? columns.tickA[first] ?? 0
  const ticks = int32(new SharedArrayBuffer(4 * (columns.length + 1)))
  ticks[0] = tick
  for (let row = 0; row < columns.length; row++) {
    if (setsPrice(row)) tick = columns.tickA[row] ?? tick
    ticks[row + 1] = tick
  }
  return ticks
}

function uint32(buffer: ArrayBufferLike): Uint32Array {
  return new Uint32Array(buffer)
}

function int32(buffer: ArrayBufferLike): Int32Array {
  return new Int32Array(buffer)
}

function float64(buffer: ArrayBufferLike): Float64Array {
  return new Float64Array(buffer)
}
