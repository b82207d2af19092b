import type { FeeSettings } from '../settings.ts'

/** What a transaction offers per gas, wei. */
export interface FeeOffer {
  readonly maxFeePerGasWei: bigint
  readonly tipWei: bigint
}

const ALL_BPS = 10_000n

/** Nodes take a replacement from this much more on, in basis points (Geth's and others' price bump). */
const leastBumpBps = 1_000n

/**
 * A first offer: room for the base fee to double. `undefined` when the market is above the cap.
 *
 * @example
 * firstOffer(settings.fees, head.baseFeePerGas)
 */
export function firstOffer(
  { maxFeePerGasWei, tipWei }: FeeSettings,
  baseFeePerGas: bigint,
): FeeOffer | undefined {
  if (baseFeePerGas > maxFeePerGasWei) return undefined
  const wanted = 2n * baseFeePerGas + tipWei
  const most = wanted < maxFeePerGasWei ? wanted : maxFeePerGasWei
  return { maxFeePerGasWei: most, tipWei: tipWei < most ? tipWei : most }
}

/**
 * The next offer in place of one that is not taken: cap and tip both rise by the bump at least, rounded up,
 * and the cap to what the market asks now. `undefined` when the cap of the settings leaves no room for what
 * nodes would take.
 */
export function raisedOffer(
  settings: FeeSettings,
  before: FeeOffer,
  baseFeePerGas: bigint,
): FeeOffer | undefined {
  const bump = BigInt(settings.bumpBps)
  const risenUp = (wei: bigint, bps: bigint): bigint =>
    (wei * (ALL_BPS + bps) + ALL_BPS - 1n) / ALL_BPS + 1n
  const most = settings.maxFeePerGasWei
  const fresh = 2n * baseFeePerGas + settings.tipWei
  const risen = risenUp(before.maxFeePerGasWei, bump)
  const wanted = risen > fresh ? risen : fresh
  const maxFeePerGasWei = wanted < most ? wanted : most
  const tip = risenUp(before.tipWei, bump)
  const tipWei = tip < maxFeePerGasWei ? tip : maxFeePerGasWei
  const enough =
    maxFeePerGasWei >= risenUp(before.maxFeePerGasWei, leastBumpBps) - 1n &&
    tipWei >= risenUp(before.tipWei, leastBumpBps) - 1n
  return enough ? { maxFeePerGasWei, tipWei } : undefined
}
