import { amountsForLiquidityDown, InvariantError } from '@tickwise/amm'
import type {
  PolicyOrder,
  PositionView,
  RebalanceDecision,
  TokenIndex,
  TokenPair,
  VaultView,
} from '@tickwise/strategies'
import type { AttributionLedger, HoldingsSnapshot } from '../run/attribution.ts'
import type { ActionPool, HeldPosition, Venue } from '../venue/venue.ts'
import { carryOutPolicy } from './carry-out-policy.ts'
import { placePositions } from './placement.ts'
import { readPrices } from './price-reading.ts'
import type { VaultBook } from './rebalance-guards.ts'
import type { PlacedPosition, RebalanceOutcome, RefusalName } from './rebalance-outcome.ts'
import { rebalanceSwap } from './rebalance-swap.ts'
import { valuationAt, valueDown } from './valuation.ts'
import { noActivity, type VaultLimits } from './vault-limits.ts'

/**
 * A vault in a venue: idle balances and at most four positions, all of them placed by one action and
 * burned by the next. Mints cost amounts rounded up, burns pay amounts rounded down, fees are
 * collected with the burn, what does not fit stays idle: as the contract.
 *
 * A decision that carries a policy is carried out as the contract does, within `limits` where there are any.
 */
export class SimulatedVault {
  readonly #venue: Venue
  readonly #asset: TokenIndex
  readonly #limits: VaultLimits | undefined
  #idle0: bigint
  #idle1: bigint
  #positions: readonly PlacedPosition[] = []
  #activity = noActivity

  constructor(venue: Venue, asset: TokenIndex, idle: TokenPair, limits?: VaultLimits) {
    this.#venue = venue
    this.#asset = asset
    this.#limits = limits
    this.#idle0 = idle.amount0
    this.#idle1 = idle.amount1
  }

  get positions(): readonly PlacedPosition[] {
    return this.#positions
  }

  get idle(): TokenPair {
    return { amount0: this.#idle0, amount1: this.#idle1 }
  }

  /** What burning all positions would pay at the venue's price, without fees. */
  inPositions(): TokenPair {
    return sumPairs(this.#positions.map((position) => this.#amountsDown(position)))
  }

  fees(): TokenPair {
    return sumPairs(this.#venue.fees())
  }

  holdings(): HoldingsSnapshot {
    return { idle: this.idle, inPositions: this.inPositions(), fees: this.fees() }
  }

  /** Liquidity of the positions that are in range. */
  liquidityInRange(): bigint {
    const { tick } = this.#venue
    return this.#positions
      .filter(({ tickLower, tickUpper }) => tickLower <= tick && tick < tickUpper)
      .reduce((sum, { liquidity }) => sum + liquidity, 0n)
  }

  /** The vault as its strategy sees it now; frozen, so that a strategy cannot change it. */
  view(): VaultView {
    const fees = this.#venue.fees()
    const positions = this.#positions.map((position, i): PositionView => {
      const { tickLower, tickUpper, liquidity } = position
      const earned = fees[i] ?? { amount0: 0n, amount1: 0n }
      return Object.freeze({
        tickLower,
        tickUpper,
        liquidity,
        ...this.#amountsDown(position),
        fees0: earned.amount0,
        fees1: earned.amount1,
      })
    })
    const { idle } = this
    const valuation = valuationAt(this.#venue.sqrtPriceX96, this.#asset)
    return Object.freeze({
      asset: this.#asset,
      idle0: idle.amount0,
      idle1: idle.amount1,
      positions: Object.freeze(positions),
      valueInAsset: valueDown(valuation, sumPairs([idle, this.inPositions(), ...fees])),
      ...(this.#activity.rebalancedAt === 0 ? {} : { lastRebalance: this.#activity.rebalancedAt }),
    })
  }

  /** The contract's error with which it would refuse this now; undefined when it would not. */
  refusalOf({ policy }: RebalanceDecision, timestamp: number): RefusalName | undefined {
    if (policy === undefined || this.#limits === undefined) return undefined
    const outcome = this.#carryOut(policy, timestamp, this.#venue.rehearse())
    return 'refused' in outcome ? outcome.refused : undefined
  }

  /**
   * Burns everything, swaps if allowed, mints the target ranges or what the policy makes of them; books it all.
   *
   * @throws InvariantError `E_VAULT_REFUSED` for what {@link refusalOf} names
   */
  rebalance(
    decision: RebalanceDecision,
    timestamp: number,
    ledger: AttributionLedger,
  ): RebalanceOutcome {
    const { policy } = decision
    const outcome =
      policy === undefined ? this.#placeTargets(decision) : this.#byPolicy(policy, timestamp)
    this.#activity = { ...this.#activity, rebalancedAt: timestamp }
    const { swap, placed } = outcome
    if (swap !== undefined) {
      ledger.swapped(swap.zeroForOne, swap.amountIn, swap.amountOut, swap.feeAmount)
    }
    for (const position of placed) ledger.minted(position.cost, this.#amountsDown(position))
    return outcome
  }

  #byPolicy(policy: PolicyOrder, timestamp: number): RebalanceOutcome {
    const outcome = this.#carryOut(policy, timestamp, this.#venue)
    if ('refused' in outcome) {
      throw new InvariantError('E_VAULT_REFUSED', 'a vault was made to do what it refuses', {
        hint: 'report this with the command you ran',
        facts: { refused: outcome.refused, timestamp },
      })
    }
    const { burned, swap, placed, idle, activity } = outcome
    this.#idle0 = idle.amount0
    this.#idle1 = idle.amount1
    this.#positions = placed
    this.#activity = activity
    return { burned, swap, placed }
  }

  #carryOut(
    policy: PolicyOrder,
    timestamp: number,
    pool: ActionPool,
  ): ReturnType<typeof carryOutPolicy> {
    const { timeline } = this.#venue
    const { fee, tickSpacing } = timeline.market.spec
    const book: VaultBook = {
      asset: this.#asset,
      idle: this.idle,
      positions: this.#positions,
      fees: this.fees(),
      activity: this.#activity,
    }
    const limits = this.#limits
    const read = (spot: ActionPool) => readPrices(timeline.track, timestamp, spot)
    return carryOutPolicy(
      pool,
      { fee, tickSpacing },
      book,
      policy,
      limits && { limits, timestamp, read },
    )
  }

  #placeTargets(decision: RebalanceDecision): RebalanceOutcome {
    const burned = this.#venue.burnAll()
    for (const { principal, fees } of burned) this.#receive(principal, fees)
    const swap = decision.swap === 'to-ratio' ? this.#swapToRatio(decision) : undefined
    this.#positions = placePositions(decision, this.#venue.sqrtPriceX96, this.idle).map(
      (position): PlacedPosition => {
        const cost = this.#venue.mint(position)
        this.#pay(cost)
        return { ...position, cost }
      },
    )
    return { burned, swap, placed: this.#positions }
  }

  #swapToRatio(decision: RebalanceDecision): RebalanceOutcome['swap'] {
    const venue = this.#venue
    const plan = rebalanceSwap(venue, this.idle, decision.ranges)
    if (plan === undefined) return undefined
    const { zeroForOne } = plan
    const fill = venue.swap(zeroForOne, plan.amountIn)
    const { amountIn, amountOut } = fill
    this.#pay({ amount0: zeroForOne ? amountIn : 0n, amount1: zeroForOne ? 0n : amountIn })
    this.#receive({ amount0: zeroForOne ? 0n : amountOut, amount1: zeroForOne ? amountOut : 0n })
    return { ...fill, zeroForOne }
  }

  #amountsDown({ tickLower, tickUpper, liquidity }: HeldPosition): TokenPair {
    return amountsForLiquidityDown(this.#venue.sqrtPriceX96, tickLower, tickUpper, liquidity)
  }

  #receive(...pairs: readonly TokenPair[]): void {
    const { amount0, amount1 } = sumPairs(pairs)
    this.#idle0 += amount0
    this.#idle1 += amount1
  }

  #pay({ amount0, amount1 }: TokenPair): void {
    this.#idle0 -= amount0
    this.#idle1 -= amount1
    if (this.#idle0 >= 0n && this.#idle1 >= 0n) return
    throw new InvariantError('E_VAULT_OVERDRAWN', 'the simulated vault paid more than it holds', {
      hint: 'report this with the command you ran',
      facts: { idle0: this.#idle0, idle1: this.#idle1 },
    })
  }
}

function sumPairs(pairs: readonly TokenPair[]): TokenPair {
  let amount0 = 0n
  let amount1 = 0n
  for (const pair of pairs) {
    amount0 += pair.amount0
    amount1 += pair.amount1
  }
  return { amount0, amount1 }
}
