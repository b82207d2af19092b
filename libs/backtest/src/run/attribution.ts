import { InvariantError } from '@tickwise/amm'
import type { TokenIndex, TokenPair } from '@tickwise/strategies'
import { valuationAt, valueX192, type Valuation } from '../vault/valuation.ts'

/**
 * Where a change of NAV came from; raw units of the asset, gains positive, and the terms **sum to the
 * change exactly**.
 *
 * - `fees`: fees earned, each valued at the price of the epoch end that first books it.
 * - `priceMove`: what the holdings at the interval's start would have gained if simply held (HODL).
 * - `tracking`: price gains of what the holdings turned into, fees not yet collected with them, beyond
 *   `priceMove`: the profit of the rebalancing portfolio less that of HODL. A delta hedge removes it.
 * - `lvr`: loss versus rebalancing, at most 0 but for rounding: at every point of the markout grid,
 *   value of what the positions hold now less value of what they held a grid step ago, both at the
 *   price now. Σ aᵢ(pᵢ − qᵢ) of Milionis, Moallemi, Roughgarden & Zhang, "Automated Market Making and
 *   Loss-Versus-Rebalancing", 2022, with the pool's own price as the reference. The arbitrage that
 *   takes back the price our own swap moved falls on the new position and counts here.
 *   `tracking` + `lvr` = divergence loss ("impermanent loss") against HODL since the last rebalance,
 *   but for the price gains of fees held.
 * - `swapFee`, `swapImpact`: own swaps, against the pool price before the swap.
 * - `gas`: gas and data fees. `vaultFees`: management and performance fees.
 * - `rounding`: mint amounts round up, and each of the terms above is rounded down to whole units.
 */
export interface Attribution {
  readonly fees: bigint
  readonly priceMove: bigint
  readonly tracking: bigint
  readonly lvr: bigint
  readonly swapFee: bigint
  readonly swapImpact: bigint
  readonly gas: bigint
  readonly vaultFees: bigint
  readonly rounding: bigint
}

/** Terms of {@link Attribution}, in the order reports show them. */
export const attributionTerms = [
  'fees',
  'priceMove',
  'tracking',
  'lvr',
  'swapFee',
  'swapImpact',
  'gas',
  'vaultFees',
  'rounding',
] as const satisfies readonly (keyof Attribution)[]

/** One stretch between rebalances. */
export interface AttributionInterval extends Attribution {
  readonly from: number
  readonly to: number
  readonly navStart: bigint
  readonly navEnd: bigint
}

/** What the vault holds at a moment; position amounts rounded down as a burn would pay. */
export interface HoldingsSnapshot {
  readonly idle: TokenPair
  readonly inPositions: TokenPair
  readonly fees: TokenPair
}

type Terms = Record<keyof Attribution, bigint>

/** Books of one interval. Amounts of value are in asset · 2^192, so the terms add without rounding. */
export class AttributionLedger {
  readonly #asset: TokenIndex
  readonly #intervals: AttributionInterval[] = []
  readonly #closed = { fees: 0n, lvr: 0n }
  #terms: Terms = noTerms()
  #since: number
  #start: TokenPair
  #startNav: bigint
  #valuation: Valuation
  #holdings: HoldingsSnapshot
  /** Gas and fees so far, raw units: paid from outside, owed by the NAV. */
  #paid = 0n

  constructor(asset: TokenIndex, timestamp: number, sqrtPriceX96: bigint, idle: TokenPair) {
    this.#asset = asset
    this.#since = timestamp
    this.#valuation = valuationAt(sqrtPriceX96, asset)
    this.#holdings = { idle, inPositions: nothing, fees: nothing }
    this.#start = idle
    this.#startNav = this.#navX192()
  }

  get valuation(): Valuation {
    return this.#valuation
  }

  /** Net asset value at the last mark, rounded down. */
  get nav(): bigint {
    return this.#navX192() >> 192n
  }

  get intervals(): readonly AttributionInterval[] {
    return this.#intervals
  }

  /**
   * A term since the start, up to the last mark: what the closed intervals say, and the open one rounded
   * as it will be. At the end of a run it is the run's own.
   */
  soFar(term: 'fees' | 'lvr'): bigint {
    return this.#closed[term] + (this.#terms[term] >> 192n)
  }

  /** Time has passed without an action: prices, position amounts and fees moved. */
  mark(sqrtPriceX96: bigint, inPositions: TokenPair, fees: TokenPair): void {
    const before = this.#valuation
    const now = valuationAt(sqrtPriceX96, this.#asset)
    const held = total(this.#holdings)
    const gained = value(now, held) - value(before, held)
    const hodl = value(now, this.#start) - value(before, this.#start)
    this.#terms.priceMove += hodl
    this.#terms.tracking += gained - hodl
    this.#terms.lvr += value(now, minus(inPositions, this.#holdings.inPositions))
    this.#terms.fees += value(now, minus(fees, this.#holdings.fees))
    this.#valuation = now
    this.#holdings = { idle: this.#holdings.idle, inPositions, fees }
  }

  /** An own swap at the price of the last mark. */
  swapped(zeroForOne: boolean, amountIn: bigint, amountOut: bigint, feeAmount: bigint): void {
    const side = (amount: bigint, isToken0: boolean): bigint =>
      value(this.#valuation, {
        amount0: isToken0 ? amount : 0n,
        amount1: isToken0 ? 0n : amount,
      })
    const fee = side(feeAmount, zeroForOne)
    this.#terms.swapFee -= fee
    this.#terms.swapImpact += side(amountOut, !zeroForOne) - side(amountIn, zeroForOne) + fee
  }

  /** A mint: what it cost, and what a burn would give back at once. */
  minted(cost: TokenPair, worth: TokenPair): void {
    this.#terms.rounding -= value(this.#valuation, minus(cost, worth))
  }

  paidGas(amount: bigint): void {
    this.#paid += amount
    this.#terms.gas -= amount << 192n
  }

  paidVaultFees(amount: bigint): void {
    this.#paid += amount
    this.#terms.vaultFees -= amount << 192n
  }

  /**
   * Ends the interval with these holdings, taken from the vault, at the price of the last mark.
   *
   * @throws InvariantError `E_ATTRIBUTION_OPEN` when the terms do not add up to the change of NAV
   */
  closeInterval(timestamp: number, holdings: HoldingsSnapshot): void {
    this.#holdings = holdings
    const navX192 = this.#navX192()
    const explained = Object.values(this.#terms).reduce((sum, term) => sum + term, 0n)
    if (explained !== navX192 - this.#startNav) {
      throw new InvariantError('E_ATTRIBUTION_OPEN', 'a change of NAV has no explanation', {
        hint: 'report this with the command you ran',
        facts: { timestamp, openX192: navX192 - this.#startNav - explained },
      })
    }
    const interval = this.#inWholeUnits(timestamp, navX192)
    this.#intervals.push(interval)
    this.#closed.fees += interval.fees
    this.#closed.lvr += interval.lvr
    this.#terms = noTerms()
    this.#since = timestamp
    this.#start = total(holdings)
    this.#startNav = navX192
  }

  #inWholeUnits(timestamp: number, navX192: bigint): AttributionInterval {
    const terms = noTerms()
    let explained = 0n
    for (const name of attributionTerms) {
      if (name === 'rounding') continue
      terms[name] = this.#terms[name] >> 192n
      explained += terms[name]
    }
    const navStart = this.#startNav >> 192n
    const navEnd = navX192 >> 192n
    const rounding = navEnd - navStart - explained
    return { from: this.#since, to: timestamp, navStart, navEnd, ...terms, rounding }
  }

  #navX192(): bigint {
    return value(this.#valuation, total(this.#holdings)) - (this.#paid << 192n)
  }
}

/**
 * Sum of intervals, term by term.
 *
 * @example
 * sumAttribution(outcome.intervals).fees
 */
export function sumAttribution(intervals: readonly Attribution[]): Attribution {
  const sum = noTerms()
  for (const interval of intervals) {
    for (const name of attributionTerms) sum[name] += interval[name]
  }
  return sum
}

function noTerms(): Terms {
  return {
    fees: 0n,
    priceMove: 0n,
    tracking: 0n,
    lvr: 0n,
    swapFee: 0n,
    swapImpact: 0n,
    gas: 0n,
    vaultFees: 0n,
    rounding: 0n,
  }
}

const nothing: TokenPair = { amount0: 0n, amount1: 0n }

function total({ idle, inPositions, fees }: HoldingsSnapshot): TokenPair {
  return {
    amount0: idle.amount0 + inPositions.amount0 + fees.amount0,
    amount1: idle.amount1 + inPositions.amount1 + fees.amount1,
  }
}

function minus(a: TokenPair, b: TokenPair): TokenPair {
  return { amount0: a.amount0 - b.amount0, amount1: a.amount1 - b.amount1 }
}

function value(valuation: Valuation, { amount0, amount1 }: TokenPair): bigint {
  return valueX192(valuation, amount0, amount1)
}
