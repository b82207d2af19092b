import { amountsForLiquidityDown, InvariantError } from '@tickwise/amm'
import type {
  PositionView,
  RebalanceDecision,
  TokenIndex,
  TokenPair,
  VaultView,
} from '@tickwise/strategies'
import type { AttributionLedger, HoldingsSnapshot } from '../run/attribution.ts'
import type { BurnResult, HeldPosition, SwapFill, Venue } from '../venue/venue.ts'
import { placePositions } from './placement.ts'
import { rebalanceSwap } from './rebalance-swap.ts'
import { valuationAt, valueDown } from './valuation.ts'

/** A position that an action placed, and what it took. */
export interface PlacedPosition extends HeldPosition {
  readonly cost: TokenPair
}

/** What a rebalance did. */
export interface RebalanceOutcome {
  readonly burned: readonly BurnResult[]
  readonly swap: (SwapFill & { readonly zeroForOne: boolean }) | undefined
  readonly placed: readonly PlacedPosition[]
}

/**
 * A vault in a venue: idle balances and at most four positions, all of them placed by one action and
 * burned by the next. Mints cost amounts rounded up, burns pay amounts rounded down, fees are
 * collected with the burn, what does not fit stays idle: as the contract.
 */
export class SimulatedVault {
  readonly #venue: Venue
  readonly #asset: TokenIndex
  #idle0: bigint
  #idle1: bigint
  #positions: readonly PlacedPosition[] = []
  #lastRebalance: number | undefined

  constructor(venue: Venue, asset: TokenIndex, idle: TokenPair) {
    this.#venue = venue
    this.#asset = asset
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
      ...(this.#lastRebalance === undefined ? {} : { lastRebalance: this.#lastRebalance }),
    })
  }

  /** Burns everything, swaps if allowed, mints the target ranges; books it all. */
  rebalance(
    decision: RebalanceDecision,
    timestamp: number,
    ledger: AttributionLedger,
  ): RebalanceOutcome {
    const burned = this.#venue.burnAll()
    for (const { principal, fees } of burned) this.#receive(principal, fees)
    this.#positions = []
    const swap = decision.swap === 'to-ratio' ? this.#swapToRatio(decision, ledger) : undefined
    this.#positions = placePositions(decision, this.#venue.sqrtPriceX96, this.idle).map(
      (position): PlacedPosition => {
        const cost = this.#venue.mint(position)
        this.#pay(cost)
        ledger.minted(cost, this.#amountsDown(position))
        return { ...position, cost }
      },
    )
    this.#lastRebalance = timestamp
    return { burned, swap, placed: this.#positions }
  }

  #swapToRatio(decision: RebalanceDecision, ledger: AttributionLedger): RebalanceOutcome['swap'] {
    const venue = this.#venue
    const plan = rebalanceSwap(venue, this.idle, decision.ranges)
    if (plan === undefined) return undefined
    const { zeroForOne } = plan
    const fill = venue.swap(zeroForOne, plan.amountIn)
    const { amountIn, amountOut, feeAmount } = fill
    this.#pay({ amount0: zeroForOne ? amountIn : 0n, amount1: zeroForOne ? 0n : amountIn })
    this.#receive({ amount0: zeroForOne ? 0n : amountOut, amount1: zeroForOne ? amountOut : 0n })
    ledger.swapped(zeroForOne, amountIn, amountOut, feeAmount)
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
