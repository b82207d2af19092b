import { expect } from 'vitest'
import { ExactPool } from '../pool.ts'
import { applyToModel, outcomeOf } from './pool-operation.ts'
import type { Outcome, PoolOperation, Range } from './pool-operation.ts'
import { readPosition } from './contract-pool.ts'
import type { ContractPool, ReadRequest } from './contract-pool.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { randomOperation } from './random-operations.ts'

export interface DifferentialPlan {
  readonly fee: number
  readonly tickSpacing: number
  readonly seed: number
  readonly operations: number
  readonly startPriceX96: bigint
  readonly startTime: number
}

/** What a run covered: calls by kind, and how many of them both sides refused. */
export type Coverage = Record<string, number>

interface Run {
  readonly model: ExactPool
  readonly chain: ContractPool
  readonly random: Random
  readonly coverage: Coverage
  readonly seenTicks: Set<number>
  readonly seenRanges: Map<string, Range>
  time: number
  balance0: bigint
  balance1: bigint
}

/** Views of the contract beside what the model says they are. */
type Expected = readonly [ReadRequest, readonly bigint[]]

/**
 * Drives the real contract and the exact pool through the same random calls and compares everything
 * that can be read after each block: what the calls did, slot0, liquidity, fee growth, protocol fees,
 * observations, `observe`, and every tick and position touched; all of them at the end.
 */
export async function runDifferential(
  chain: ContractPool,
  plan: DifferentialPlan,
): Promise<Coverage> {
  const run: Run = {
    model: ExactPool.create(plan),
    chain,
    random: createRandom(plan.seed),
    coverage: {},
    seenTicks: new Set(),
    seenRanges: new Map(),
    time: plan.startTime,
    balance0: 0n,
    balance1: 0n,
  }
  await callsBeforeInitialize(run)
  await playBlock(run, [{ kind: 'initialize', sqrtPriceX96: plan.startPriceX96 }])
  let done = 0
  while (done < plan.operations) {
    const block = run.random.chance(0.2) ? run.random.integer(2, 3) : 1
    await playBlock(run, [], block)
    done += block
  }
  await compareViews(run, [...run.seenTicks], [...run.seenRanges.values()])
  await compareObservations(run)
  return run.coverage
}

async function callsBeforeInitialize(run: Run): Promise<void> {
  const [owner] = run.chain.owners
  const place = { owner, tickLower: -6000, tickUpper: 6000 }
  await playBlock(run, [{ kind: 'mint', ...place, liquidity: 5n }])
  await playBlock(run, [{ kind: 'burn', ...place, liquidity: 5n }])
  await playBlock(run, [{ kind: 'collect', ...place, amount0: 5n, amount1: 5n }])
  await playBlock(run, [{ kind: 'setFeeProtocol', share0: 4, share1: 4 }])
  await playBlock(run, [{ kind: 'increaseObservationCardinalityNext', next: 4 }])
  await playBlock(run, [{ kind: 'flash', amount0: 0n, amount1: 0n, extra0: 1n, extra1: 0n }])
  await playBlock(run, [{ kind: 'initialize', sqrtPriceX96: 4295128738n }])
}

/** Plays the given calls, or `count` random ones made up one after the other, in one block. */
async function playBlock(
  run: Run,
  given: readonly PoolOperation[],
  count = given.length,
): Promise<void> {
  const { model, chain, random } = run
  run.time += random.chance(0.02) ? random.integer(1, 1_000_000) : random.integer(1, 600)
  const before = model.clone()
  const played: PoolOperation[] = []
  const expected: Outcome[] = []
  for (let i = 0; i < count; i++) {
    const scene = { pool: model, owners: chain.owners, ...balances(run) }
    const operation = given[i] ?? randomOperation(random, scene)
    const liquidityBefore = model.liquidity
    const outcome = applyToModel(model, operation, run.time)
    if (operation.kind === 'swap' && 'values' in outcome) tallySwap(run, liquidityBefore)
    played.push(operation)
    expected.push(outcome)
    book(run, operation, outcome)
  }
  const [first, firstExpected] = [played[0], expected[0]]
  if (first !== undefined && firstExpected !== undefined) {
    const tried = await chain.tryCall(first)
    expect(tried, describe(first)).toEqual(returned(first, firstExpected))
  }
  const actual = await chain.mine(played, run.time)
  actual.forEach((outcome, i) => {
    expect(outcome, describe(played[i])).toEqual(withoutReason(expected[i]))
  })
  await compareViews(run, touchedTicks(run, before), played.flatMap(rangeOf))
  await compareObserve(run)
}

function book(run: Run, operation: PoolOperation, outcome: Outcome): void {
  const refused = 'revert' in outcome
  const name = refused ? `revert ${outcome.revert || '(bare)'}` : operation.kind
  tally(run, name)
  for (const range of rangeOf(operation)) {
    run.seenTicks.add(range.tickLower).add(range.tickUpper)
    run.seenRanges.set(`${range.owner}:${range.tickLower}:${range.tickUpper}`, range)
  }
  if (refused) return
  const { values } = outcome
  const [a = 0n, b = 0n, c = 0n, d = 0n] = values
  const flows: Partial<Record<PoolOperation['kind'], readonly [bigint, bigint]>> = {
    swap: [a, b],
    mint: [b, c],
    collect: [-a, -b],
    collectProtocol: [-a, -b],
    flash: [c, d],
  }
  const [in0, in1] = flows[operation.kind] ?? [0n, 0n]
  run.balance0 += in0
  run.balance1 += in1
}

function tally(run: Pick<Run, 'coverage'>, name: string): void {
  run.coverage[name] = (run.coverage[name] ?? 0) + 1
}

function tallySwap({ model, ...run }: Run, liquidityBefore: bigint): void {
  if (liquidityBefore === 0n) tally(run, 'swap from an empty range')
  if (model.liquidity !== liquidityBefore) tally(run, 'swap over initialised ticks')
  if (model.slot0.feeProtocol > 0) tally(run, 'swap with protocol fee')
}

function balances({ balance0, balance1 }: Run) {
  return { balance0, balance1 }
}

function rangeOf(operation: PoolOperation): readonly Range[] {
  return 'tickLower' in operation ? [operation] : []
}

/** Ticks of the calls, and those the price has passed. */
function touchedTicks(run: Run, before: ExactPool): readonly number[] {
  const [from, to] = [before.tick, run.model.tick].sort((a, b) => a - b)
  return [...run.seenTicks].filter((tick) => {
    const wasThere = before.tickState(tick)
    const isThere = run.model.tickState(tick)
    const passed = from !== undefined && to !== undefined && tick >= from - 1 && tick <= to + 1
    return passed || wasThere?.liquidityGross !== isThere?.liquidityGross
  })
}

async function compareViews(
  run: Run,
  ticks: readonly number[],
  ranges: readonly Range[],
): Promise<void> {
  const { model } = run
  const { slot0, protocolFees } = model
  const unlocked = slot0.sqrtPriceX96 === 0n ? 0n : 1n
  const { observationIndex, observationCardinality, observationCardinalityNext } = slot0
  const oracle = [observationIndex, observationCardinality, observationCardinalityNext].map(BigInt)
  const expected: Expected[] = [
    [
      { name: 'slot0' },
      [slot0.sqrtPriceX96, BigInt(slot0.tick), ...oracle, BigInt(slot0.feeProtocol), unlocked],
    ],
    [{ name: 'liquidity' }, [model.liquidity]],
    [{ name: 'feeGrowthGlobal0X128' }, [model.feeGrowthGlobal0X128]],
    [{ name: 'feeGrowthGlobal1X128' }, [model.feeGrowthGlobal1X128]],
    [{ name: 'protocolFees' }, [protocolFees.amount0, protocolFees.amount1]],
    observationView(model, observationIndex),
    ...ticks.filter(fitsInt24).map((tick) => tickView(model, tick)),
    ...ranges.map((range) => positionView(model, range)),
    ...ranges.flatMap((range) => insideView(run, range)),
  ]
  await compare(run, expected)
}

async function compareObservations(run: Run): Promise<void> {
  const slots = run.model.slot0.observationCardinalityNext + 1
  await compare(
    run,
    Array.from({ length: slots }, (_, index) => observationView(run.model, index)),
  )
}

async function compare(run: Run, expected: readonly Expected[]): Promise<void> {
  const actual = await run.chain.read(expected.map(([request]) => request))
  expected.forEach(([request, values], i) => {
    const label = `${request.name} ${request.args ?? ''}`
    expect(actual[i], label).toEqual(values.map((value) => BigInt.asIntN(256, value)))
  })
}

function observationView(model: ExactPool, index: number): Expected {
  const slot = model.observation(index)
  const numbers = [slot.tickCumulative, slot.secondsPerLiquidityCumulativeX128]
  const initialized = slot.initialized ? 1n : 0n
  return [
    { name: 'observations', args: [index] },
    [BigInt(slot.blockTimestamp), ...numbers, initialized],
  ]
}

function tickView(model: ExactPool, tick: number): Expected {
  const info = model.tickState(tick)
  const values = info && [
    info.liquidityGross,
    info.liquidityNet,
    info.feeGrowthOutside0X128,
    info.feeGrowthOutside1X128,
    info.tickCumulativeOutside,
    info.secondsPerLiquidityOutsideX128,
    BigInt(info.secondsOutside),
    1n,
  ]
  return [{ name: 'ticks', args: [tick] }, values ?? Array.from({ length: 8 }, () => 0n)]
}

function positionView(model: ExactPool, range: Range): Expected {
  const held = model.position(range.owner, range.tickLower, range.tickUpper)
  const values = held && [
    held.liquidity,
    held.feeGrowthInside0LastX128,
    held.feeGrowthInside1LastX128,
    held.tokensOwed0,
    held.tokensOwed1,
  ]
  return [readPosition(range), values ?? Array.from({ length: 5 }, () => 0n)]
}

/** Only where the model can answer: a batch of reads does not survive a revert. */
function insideView(run: Run, { tickLower, tickUpper }: Range): readonly Expected[] {
  const outcome = outcomeOf(() => {
    const inside = run.model.snapshotCumulativesInside(tickLower, tickUpper, run.time)
    const { tickCumulativeInside, secondsPerLiquidityInsideX128, secondsInside } = inside
    return [tickCumulativeInside, secondsPerLiquidityInsideX128, BigInt(secondsInside)]
  })
  if ('revert' in outcome) return []
  const request = { name: 'snapshotCumulativesInside', args: [tickLower, tickUpper] } as const
  return [[request, outcome.values]]
}

async function compareObserve(run: Run): Promise<void> {
  const { model, random, time } = run
  const oldest = (time - oldestObservation(model)) >>> 0
  const secondsAgos = [0, random.integer(0, oldest), random.integer(0, oldest)]
  if (random.chance(0.1)) secondsAgos.push(oldest + random.integer(1, 100))
  const expected = outcomeOf(() => {
    const observed = model.observe(secondsAgos, time)
    const ticks = observed.map(({ tickCumulative }) => tickCumulative)
    return [...ticks, ...observed.map((each) => each.secondsPerLiquidityCumulativeX128)]
  })
  if ('revert' in expected) tally(run, `observe revert ${expected.revert}`)
  expect(await run.chain.observe(secondsAgos), `observe ${secondsAgos}`).toEqual(expected)
}

/** Block time of the oldest slot, mod 2^32. */
function oldestObservation(model: ExactPool): number {
  const { observationIndex, observationCardinality } = model.slot0
  const next = model.observation((observationIndex + 1) % Math.max(1, observationCardinality))
  return (next.initialized ? next : model.observation(0)).blockTimestamp
}

/** What the call returns, out of what its event says. */
function returned(operation: PoolOperation, outcome: Outcome): Outcome {
  if ('revert' in outcome) return outcome
  switch (operation.kind) {
    case 'swap':
      return { values: outcome.values.slice(0, 2) }
    case 'mint':
    case 'burn':
      return { values: outcome.values.slice(1) }
    case 'collect':
    case 'collectProtocol':
      return outcome
    case 'initialize':
    case 'flash':
    case 'setFeeProtocol':
    case 'increaseObservationCardinalityNext':
      return { values: [] }
  }
}

/** A receipt says that a call was refused, not why. */
function withoutReason(outcome: Outcome | undefined): Outcome | undefined {
  return outcome !== undefined && 'revert' in outcome ? { revert: '' } : outcome
}

function fitsInt24(tick: number): boolean {
  return Math.abs(tick) < 2 ** 23
}

function describe(operation: PoolOperation | undefined): string {
  return JSON.stringify(operation, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}
