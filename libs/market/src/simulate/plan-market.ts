import type { PoolSpec } from '@tickwise/amm'
import type { ExpectedEvent, MarketAction, PlannedBlock } from './actions.ts'
import { liquidityProviders } from './liquidity-providers.ts'
import { applyAction, createMirror, mirrorState, type MirrorPool } from './mirror-pool.ts'
import type { MarketParameters } from './parameters.ts'
import { toSqrtPriceX96 } from './prices.ts'
import { poisson, seededRandom, type Random } from './random.ts'
import { referencePrice } from './reference-price.ts'
import { flashLoan, informedSwap, noiseTraders } from './traders.ts'

export interface MarketPlan {
  readonly spec: PoolSpec
  readonly parameters: MarketParameters
  readonly seed: string
  /** Unix seconds of the first block, and of the moment after the last. */
  readonly startTime: number
  readonly endTime: number
}

const hour = 3_600
const oracleCardinality = 64

/** Collects one block's actions while they change the mirror. */
interface Draft {
  readonly actions: MarketAction[]
  readonly expected: ExpectedEvent[]
}

/**
 * Plays the agents against the exact pool in memory and yields the blocks that the chain is then given.
 * The first block initialises the pool, the second holds the first positions; blocks without a transaction
 * are left out. The same plan yields the same blocks.
 */
export function* planMarket(plan: MarketPlan): Generator<PlannedBlock> {
  const { spec, parameters, seed, startTime, endTime } = plan
  const { blockSeconds } = parameters
  const mirror = createMirror(spec)
  const held = { amount0: 0n, amount1: 0n }
  const stream = (label: string) => seededRandom(seed, label)
  const advance = referencePrice(parameters, stream('reference price'))
  const noise = noiseTraders(parameters, stream('noise traders'))
  const providers = liquidityProviders(mirror, parameters, stream('liquidity providers'))
  const informed = stream('informed trader')
  const lender = stream('flash loans')
  const flashMean = (parameters.flashLoansPerDay * blockSeconds) / 86_400

  const inBlock = (
    timestamp: number,
    act: (apply: (action: MarketAction) => void) => void,
  ): Draft => {
    const draft: Draft = { actions: [], expected: [] }
    act((action) => {
      const events = applyAction(mirror, action, timestamp)
      for (const event of events) addToHoldings(held, event)
      draft.actions.push(action)
      draft.expected.push(...events)
    })
    return draft
  }

  yield {
    timestamp: startTime,
    ...inBlock(startTime, (apply) => {
      apply({ kind: 'initialize', sqrtPriceX96: toSqrtPriceX96(parameters.startPrice) })
      apply({ kind: 'growOracle', cardinality: oracleCardinality })
    }),
  }
  const populated = startTime + blockSeconds
  yield {
    timestamp: populated,
    ...inBlock(populated, (apply) => providers.populate(populated, apply)),
  }

  let lastTime = populated
  for (let time = populated + blockSeconds; time < endTime; time += blockSeconds) {
    const stateBefore = hourEnded(lastTime, time) ? { stateBefore: mirrorState(mirror) } : {}
    const { price, activity } = advance(time)
    const draft = inBlock(time, (apply) => {
      arbitrage(mirror, price, informed, apply)
      providers.step(time, activity, apply)
      const trades = noise(mirror.pool, activity)
      for (const trade of trades) apply(trade())
      // Back-running: a large trade is answered in its own block.
      if (trades.length > 0) arbitrage(mirror, price, informed, apply)
      for (let n = poisson(lender, flashMean); n > 0; n--) {
        // The pool refuses flash loans when nobody would earn their fee.
        if (mirror.pool.liquidity > 0n) apply(flashLoan(held, lender))
      }
    })
    if (draft.actions.length === 0) continue
    yield { timestamp: time, ...draft, ...stateBefore }
    lastTime = time
  }
}

function arbitrage(
  mirror: MirrorPool,
  price: number,
  random: Random,
  apply: (action: MarketAction) => void,
): void {
  const swap = informedSwap(mirror.pool, price, random)
  if (swap !== undefined) apply(swap)
}

function hourEnded(before: number, after: number): boolean {
  return Math.floor(before / hour) !== Math.floor(after / hour)
}

/** Follows the pool's token balances, which bound a flash loan. */
function addToHoldings(held: { amount0: bigint; amount1: bigint }, event: ExpectedEvent): void {
  if (event.kind === 'swap' || event.kind === 'mint') {
    held.amount0 += event.amount0
    held.amount1 += event.amount1
  } else if (event.kind === 'collect') {
    held.amount0 -= event.amount0
    held.amount1 -= event.amount1
  } else if (event.kind === 'flash') {
    held.amount0 += event.paid0
    held.amount1 += event.paid1
  }
}
