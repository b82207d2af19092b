const YEAR_SECONDS = 365n * 86_400n

/** Rates of the vault's fees, basis points. */
export interface VaultFeeRates {
  readonly managementFeeBps: number
  readonly performanceFeeBps: number
}

/** Fees that a vault's shareholders owe: by time, and on NAV above its high-water mark. */
export interface VaultFees {
  /** Fee owed at this time for a NAV before it, raw units of the asset, rounded up. */
  charge(timestamp: number, nav: bigint): bigint
}

/** Fees counted from this start; rates of 0 never charge. */
export function vaultFees(rates: VaultFeeRates, start: number, startNav: bigint): VaultFees {
  let since = start
  let highWaterMark = startNav
  const management = BigInt(rates.managementFeeBps)
  const performance = BigInt(rates.performanceFeeBps)
  return {
    charge: (timestamp, nav) => {
      const seconds = BigInt(timestamp - since)
      since = timestamp
      if (nav <= 0n) return 0n
      const byTime = ceilOf(nav * management * seconds, 10_000n * YEAR_SECONDS)
      const gain = nav - byTime - highWaterMark
      const byGain = gain > 0n ? ceilOf(gain * performance, 10_000n) : 0n
      if (gain > 0n) highWaterMark = nav - byTime - byGain
      return byTime + byGain
    },
  }
}

function ceilOf(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}
