import { priceCountAt, UserError } from '@tickwise/amm'
import type { TokenIndex } from '@tickwise/strategies'
import { defaultAsset, nativeToken } from '../vault/asset.ts'
import type { MarketTimeline } from '../market/timeline.ts'
import { checkVaultLimits, type VaultLimits } from '../vault/vault-limits.ts'
import { valuationAt, valueX192, Q192 } from '../vault/valuation.ts'
import { defaultGasPriceWei, measuredGas, type GasPriceSeries, type GasUse } from './gas.ts'

/**
 * What our own liquidity and swaps do to the market.
 *
 * - `taker`: nothing; fees are the full share of the recorded fee growth, a swap pays fee and impact.
 * - `diluted`: fees of each recorded step are shared with our liquidity, l/(L + l).
 * - `counterfactual`: our liquidity and swaps live in an exact pool, later events are re-executed. NAV
 *   and HODL are then marked at that pool's price, which our own trades moved; the full-range and
 *   static-range benchmarks run on the recorded market.
 */
export type Impact = 'taker' | 'diluted' | 'counterfactual'

/** Start capital: raw units of both tokens, or a value held in the asset. */
export type Capital =
  | { readonly amount0: bigint; readonly amount1: bigint }
  | { readonly value: bigint }

/** What a run can be told; everything has a default. Times are unix seconds. */
export interface RunSettings {
  /** Default: the first second with a price. */
  readonly from?: number
  /** Default: the last event with a price. */
  readonly to?: number
  /** Default: ten thousand whole asset tokens. */
  readonly capital?: Capital
  /** Default: the only stable coin of the pair, else token1. */
  readonly asset?: TokenIndex
  /** Default `diluted`. */
  readonly impact?: Impact
  /**
   * From the end of an epoch to the decision about it, seconds. Default 60: five mainnet slots, so a
   * strategy never acts on a block that may still be reorganised away in the common case.
   */
  readonly confirmationSeconds?: number
  /** From decision to action, seconds. Default 60: commit, inclusion, reveal, inclusion. */
  readonly delaySeconds?: number
  /**
   * Guards of the vault, for decisions that carry a policy: within them it is carried out as the contract does,
   * or refused. Default: none, and nothing is kept idle.
   */
  readonly limits?: VaultLimits
  /** How long a refused rebalance is tried again, seconds. Default 600: a reveal window. */
  readonly revealWindowSeconds?: number
  /** Seconds between tries. Default 60. */
  readonly retrySeconds?: number
  /** Gas price: wei, or a step function of time. Default: {@link defaultGasPriceWei} of the chain. */
  readonly gasPriceWei?: bigint | GasPriceSeries
  /** Gas per action. Default {@link measuredGas}. */
  readonly gas?: GasUse
  /** Raw units of the asset per 10^18 wei, where neither token is the chain's own. */
  readonly nativePrice?: bigint
  /** Rollups: data fee per transaction, wei. Default 0. */
  readonly l1FeeWei?: bigint
  /** Share of transactions that revert and pay gas for nothing, 0 … 1. Default 0. */
  readonly failureProbability?: number
  /** Seed of the draws of failed transactions. Default 1. */
  readonly seed?: number
  /** Yearly fee on NAV, basis points. Default 0. */
  readonly managementFeeBps?: number
  /** Fee on NAV above its high-water mark, basis points. Default 0. */
  readonly performanceFeeBps?: number
  /** Grid of the loss-versus-rebalancing measure, seconds. Default 300. */
  readonly markoutSeconds?: number
}

/** Settings with every default filled in: what a result shows. */
export interface ResolvedSettings {
  readonly from: number
  readonly to: number
  readonly epochSeconds: number
  readonly capital0: bigint
  readonly capital1: bigint
  readonly asset: TokenIndex
  readonly impact: Impact
  readonly confirmationSeconds: number
  readonly delaySeconds: number
  readonly limits: VaultLimits | undefined
  readonly revealWindowSeconds: number
  readonly retrySeconds: number
  readonly gasPriceWei: bigint | GasPriceSeries
  readonly gas: GasUse
  readonly native: TokenIndex | undefined
  readonly nativePrice: bigint | undefined
  readonly l1FeeWei: bigint
  readonly failureProbability: number
  readonly seed: number
  readonly managementFeeBps: number
  readonly performanceFeeBps: number
  readonly markoutSeconds: number
}

/** Last second that the data can hold. */
const LAST_SECOND = 2 ** 32 - 1

/** Whole asset tokens a run starts with when nothing is said. */
const DEFAULT_CAPITAL_TOKENS = 10_000n

/**
 * Fills in defaults and refuses settings that contradict each other or the data.
 *
 * @throws UserError `E_WINDOW_EMPTY`, `E_SETTING_VALUE`, `E_SETTING_DELAY`, `E_NATIVE_PRICE`,
 * `E_CAPITAL`, `E_VAULT_LIMIT`
 */
export function resolveSettings(
  timeline: MarketTimeline,
  epochSeconds: number,
  given: RunSettings,
): ResolvedSettings {
  const { tokens, chainId } = timeline.market
  const asset = given.asset ?? defaultAsset(tokens)
  const window = resolveWindow(timeline, given)
  const native = given.nativePrice === undefined ? nativeToken(chainId, tokens) : undefined
  const settings: ResolvedSettings = {
    ...window,
    ...resolveCapital(timeline, window.from, asset, given.capital),
    epochSeconds,
    asset,
    impact: given.impact ?? 'diluted',
    confirmationSeconds: given.confirmationSeconds ?? 60,
    delaySeconds: given.delaySeconds ?? 60,
    limits: given.limits,
    revealWindowSeconds: given.revealWindowSeconds ?? 600,
    retrySeconds: given.retrySeconds ?? 60,
    gasPriceWei: given.gasPriceWei ?? assumedGasPriceWei(chainId, native, given.nativePrice),
    gas: given.gas ?? measuredGas,
    native,
    nativePrice: given.nativePrice,
    l1FeeWei: given.l1FeeWei ?? 0n,
    failureProbability: given.failureProbability ?? 0,
    seed: given.seed ?? 1,
    managementFeeBps: given.managementFeeBps ?? 0,
    performanceFeeBps: given.performanceFeeBps ?? 0,
    markoutSeconds: given.markoutSeconds ?? 300,
  }
  checkSettings(settings)
  return settings
}

/** What gas costs when nothing is said: nothing where its currency has no price, and the result says so. */
function assumedGasPriceWei(
  chainId: number,
  native: TokenIndex | undefined,
  nativePrice: bigint | undefined,
): bigint {
  return native === undefined && nativePrice === undefined ? 0n : defaultGasPriceWei(chainId)
}

function resolveWindow(
  timeline: MarketTimeline,
  given: RunSettings,
): { readonly from: number; readonly to: number } {
  const { track } = timeline
  const lastTimestamp = track.timestamp[track.length - 1] ?? track.startTimestamp
  const from = Math.max(given.from ?? track.startTimestamp, track.startTimestamp)
  const to = Math.min(given.to ?? lastTimestamp, lastTimestamp)
  const events = priceCountAt(track, to) - priceCountAt(track, from)
  if (from < to && events > 0) return { from, to }
  throw new UserError('E_WINDOW_EMPTY', 'there is no swap between the start and the end', {
    hint: `the data have prices from ${utc(track.startTimestamp)} to ${utc(lastTimestamp)} (UTC)`,
    facts: { from: given.from ?? from, to: given.to ?? to },
  })
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)

function resolveCapital(
  timeline: MarketTimeline,
  from: number,
  asset: TokenIndex,
  capital: Capital | undefined,
): { readonly capital0: bigint; readonly capital1: bigint } {
  const { track } = timeline
  const { tokens } = timeline.market
  const whole = DEFAULT_CAPITAL_TOKENS * 10n ** BigInt(tokens[asset].decimals)
  const given = capital ?? { value: whole }
  const amounts =
    'value' in given
      ? { capital0: asset === 0 ? given.value : 0n, capital1: asset === 1 ? given.value : 0n }
      : { capital0: given.amount0, capital1: given.amount1 }
  const valuation = valuationAt(timeline.sqrtPriceAfter(priceCountAt(track, from)), asset)
  const worth = valueX192(valuation, amounts.capital0, amounts.capital1)
  if (amounts.capital0 >= 0n && amounts.capital1 >= 0n && worth >= Q192) return amounts
  throw new UserError('E_CAPITAL', 'the start capital is worth nothing', {
    hint: 'give an amount of token0, of token1, or a value',
    facts: { capital0: amounts.capital0, capital1: amounts.capital1 },
  })
}

function checkSettings(settings: ResolvedSettings): void {
  requireRange(settings, 'from', 0, LAST_SECOND, true)
  requireRange(settings, 'to', 0, LAST_SECOND, true)
  requireRange(settings, 'seed', -(2 ** 31), 2 ** 32, true)
  requireRange(settings, 'confirmationSeconds', 0, 1_000_000, true)
  requireRange(settings, 'delaySeconds', 0, 1_000_000, true)
  requireRange(settings, 'revealWindowSeconds', 1, 1_000_000, true)
  requireRange(settings, 'retrySeconds', 1, 1_000_000, true)
  requireRange(settings, 'markoutSeconds', 1, 1_000_000, true)
  requireRange(settings, 'failureProbability', 0, 1, false)
  requireRange(settings, 'managementFeeBps', 0, 10_000, true)
  requireRange(settings, 'performanceFeeBps', 0, 10_000, true)
  const { confirmationSeconds, delaySeconds, epochSeconds } = settings
  if (confirmationSeconds + delaySeconds >= epochSeconds) {
    throw new UserError(
      'E_SETTING_DELAY',
      'a decision would be carried out after the next one is due',
      {
        hint: 'confirmation and delay together must be shorter than epochSeconds',
        facts: { confirmationSeconds, delaySeconds, epochSeconds },
      },
    )
  }
  if (settings.limits !== undefined) checkVaultLimits(settings.limits)
  checkGas(settings)
  const paysGas = settings.gasPriceWei !== 0n || settings.l1FeeWei > 0n
  if (paysGas && settings.native === undefined && settings.nativePrice === undefined) {
    throw new UserError('E_NATIVE_PRICE', 'neither token is the currency that pays for gas', {
      hint: 'give the price of the native token (--native-price), or a gas price of 0',
    })
  }
}

/** Costs never pay: what is negative here would be income. */
function checkGas({ gasPriceWei, gas, l1FeeWei, nativePrice }: ResolvedSettings): void {
  const amounts = { l1FeeWei, nativePrice: nativePrice ?? 0n, ...gas }
  for (const [name, amount] of Object.entries(amounts)) requireNotNegative(name, amount)
  if (typeof gasPriceWei === 'bigint') {
    requireNotNegative('gasPriceWei', gasPriceWei)
    return
  }
  const { timestamp, wei } = gasPriceWei
  for (const price of wei) requireNotNegative('gasPriceWei', price)
  const ascends = timestamp.every((time, i) => i === 0 || time >= (timestamp[i - 1] ?? 0))
  if (wei.length > 0 && wei.length === timestamp.length && ascends) return
  throw new UserError('E_SETTING_VALUE', 'the series of gas prices is not a step function', {
    hint: 'it needs at least one price, one time for each, and times that ascend',
    facts: { setting: 'gasPriceWei', times: timestamp.length, prices: wei.length },
  })
}

function requireNotNegative(name: string, amount: bigint): void {
  if (amount >= 0n) return
  throw new UserError('E_SETTING_VALUE', `setting ${name} cannot be ${amount}`, {
    hint: 'it must be 0 or more',
    facts: { setting: name },
  })
}

function requireRange(
  settings: ResolvedSettings,
  name: keyof ResolvedSettings,
  minimum: number,
  maximum: number,
  whole: boolean,
): void {
  const value = settings[name]
  const fits = typeof value === 'number' && value >= minimum && value <= maximum
  if (fits && (!whole || Number.isInteger(value))) return
  throw new UserError('E_SETTING_VALUE', `setting ${name} cannot be ${String(value)}`, {
    hint: `it must be ${whole ? 'an integer' : 'a number'} from ${minimum} to ${maximum}`,
    facts: { setting: name },
  })
}
