import {
  fillRanges,
  policyPlan,
  type PolicyOrder,
  type TickRange,
  type TokenIndex,
  type TokenPair,
} from '@tickwise/strategies'
import type { ActionPool } from '../venue/venue.ts'
import {
  checkAfterwards,
  checkStillSettled,
  checkSwapPrice,
  openOrder,
  priceLimitX96,
  withinTurnover,
  type GuardedOrder,
  type Guards,
  type VaultBook,
} from './rebalance-guards.ts'
import type { RebalanceOutcome, Refusal } from './rebalance-outcome.ts'
import type { VaultActivity } from './vault-limits.ts'

/** The pool's constants. */
export interface PoolTerms {
  readonly fee: number
  readonly tickSpacing: number
}

/** What a rebalance did, and the book after it. */
export interface PolicyOutcome extends RebalanceOutcome {
  readonly idle: TokenPair
  readonly activity: VaultActivity
}

/**
 * Carries a policy out as `RebalanceLogic.sol` does: everything is burned, the policy plans with what there is
 * beyond the idle target, the swap stays within the envelope and the day's turnover, the ranges are filled in
 * order and the rest stays idle. Every amount is the contract's to the wei.
 *
 * With guards a rebalance that the contract reverts comes back as the name of its error; the pool is then left
 * in between, so hand in a rehearsal. Without guards nothing is refused and nothing reserved.
 */
export function carryOutPolicy(
  pool: ActionPool,
  terms: PoolTerms,
  book: VaultBook,
  order: PolicyOrder,
  guards?: Guards,
): PolicyOutcome | Refusal {
  const opened = guards && openOrder(pool, book, guards)
  if (opened !== undefined && 'refused' in opened) return opened
  const work = new Rebalance(pool, terms, book, opened)
  work.close()
  const badSwap = work.swapAsPlanned(order)
  if (badSwap !== undefined) return badSwap
  work.open()
  return work.refusal() ?? work.outcome()
}

/** A rebalance under way. */
class Rebalance {
  readonly #pool: ActionPool
  readonly #terms: PoolTerms
  readonly #asset: TokenIndex
  readonly #order: GuardedOrder | undefined
  #idle: TokenPair
  #activity: VaultActivity
  #burned: RebalanceOutcome['burned'] = []
  #swap: RebalanceOutcome['swap']
  #ranges: readonly TickRange[] = []
  #placed: RebalanceOutcome['placed'] = []

  constructor(
    pool: ActionPool,
    terms: PoolTerms,
    book: VaultBook,
    order: GuardedOrder | undefined,
  ) {
    this.#pool = pool
    this.#idle = book.idle
    this.#terms = terms
    this.#asset = book.asset
    this.#order = order
    this.#activity = order?.activity ?? book.activity
  }

  close(): void {
    this.#burned = this.#pool.burnAll()
    for (const { principal, fees } of this.#burned) {
      this.#add(principal)
      this.#add(fees)
    }
  }

  swapAsPlanned({ parameters, varianceX32 }: PolicyOrder): Refusal | undefined {
    const pool = this.#pool
    const reserve = this.#order?.idleTarget ?? 0n
    const plan = policyPlan(
      parameters,
      varianceX32,
      {
        sqrtPriceX96: pool.sqrtPriceX96,
        tick: pool.tick,
        liquidity: pool.marketLiquidity(),
        ...this.#terms,
      },
      {
        ...this.#idle,
        reserve0: this.#asset === 0 ? reserve : 0n,
        reserve1: this.#asset === 1 ? reserve : 0n,
      },
    )
    this.#ranges = plan.ranges
    if (plan.swap === undefined) return undefined
    const { zeroForOne } = plan.swap
    const limitX96 = this.#order && priceLimitX96(this.#order, zeroForOne)
    const spot = pool.sqrtPriceX96
    if (limitX96 !== undefined && (zeroForOne ? spot <= limitX96 : spot >= limitX96))
      return undefined
    const amountIn = this.#allowed(zeroForOne, plan.swap.amountIn)
    if (amountIn === 0n) return undefined
    const fill = pool.swap(zeroForOne, amountIn, limitX96)
    if (fill.amountIn > 0n) this.#swap = { ...fill, zeroForOne }
    const { amountIn: paid, amountOut: received } = fill
    this.#add({
      amount0: zeroForOne ? -paid : received,
      amount1: zeroForOne ? received : -paid,
    })
    return this.#order && checkSwapPrice(this.#order, this.#terms.fee, zeroForOne, fill)
  }

  /** Fills the ranges; what is to stay idle is not offered. */
  open(): void {
    const { amount0, amount1 } = this.#idle
    const held = this.#asset === 0 ? amount0 : amount1
    const target = this.#order?.idleTarget ?? 0n
    const reserve = target < held ? target : held
    const filled = fillRanges(
      this.#ranges,
      this.#pool.sqrtPriceX96,
      amount0 - (this.#asset === 0 ? reserve : 0n),
      amount1 - (this.#asset === 1 ? reserve : 0n),
    )
    this.#placed = filled.map((position) => {
      const cost = this.#pool.mint(position)
      this.#add({ amount0: -cost.amount0, amount1: -cost.amount1 })
      return { ...position, cost }
    })
  }

  refusal(): Refusal | undefined {
    const order = this.#order
    if (order === undefined) return undefined
    const apart = this.#swap && checkStillSettled(order, this.#pool)
    const after = { asset: this.#asset, ...this.#idle, positions: this.#placed }
    return apart ?? checkAfterwards(order, after)
  }

  outcome(): PolicyOutcome {
    return {
      burned: this.#burned,
      swap: this.#swap,
      placed: this.#placed,
      idle: this.#idle,
      activity: this.#activity,
    }
  }

  #allowed(zeroForOne: boolean, amountIn: bigint): bigint {
    if (this.#order === undefined) return amountIn
    const allowed = withinTurnover(this.#order, zeroForOne, amountIn)
    this.#activity = allowed.activity
    return allowed.amountIn
  }

  #add({ amount0, amount1 }: TokenPair): void {
    this.#idle = { amount0: this.#idle.amount0 + amount0, amount1: this.#idle.amount1 + amount1 }
  }
}
