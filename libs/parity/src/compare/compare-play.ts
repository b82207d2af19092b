import type { BacktestResult } from '@tickwise/backtest'
import type { ChainRebalance, PlacedRange, VaultMark } from '../play/read-vault.ts'
import type { PlayedMarket } from '../play/play-market.ts'

/** Most that fees of one collect may differ, raw units. */
export const FEE_TOLERANCE = 1n
/** Most that NAV may differ, basis points. */
export const NAV_TOLERANCE_BPS = 0.01

/** A rebalance on chain beside the backtest's. */
export interface RebalanceComparison {
  /** Unix seconds. */
  readonly timestamp: number
  readonly chain: readonly PlacedRange[] | undefined
  readonly backtest: readonly PlacedRange[] | undefined
  /** Same ranges with the same liquidity. */
  readonly equal: boolean
  /** Chain minus backtest, raw units. */
  readonly fee0Difference: bigint
  readonly fee1Difference: bigint
  /** What the swap sold on chain, raw units; 0 without one. */
  readonly swapIn: bigint
  /** The contract's error, times: how often it was refused before. */
  readonly refusals: readonly string[]
}

/** The vault at the end of an epoch, on chain beside the backtest's. */
export interface EpochComparison {
  /** Unix seconds. */
  readonly timestamp: number
  /** Raw units of the asset. */
  readonly chainNav: bigint
  readonly backtestNav: bigint
  /** |chain − backtest| over the backtest's, basis points. */
  readonly differenceBps: number
  readonly sameTick: boolean
}

/** What a parity run found. */
export interface ParityReport {
  readonly passed: boolean
  readonly rebalances: readonly RebalanceComparison[]
  readonly epochs: readonly EpochComparison[]
  /** Raw units, the greater of both tokens. */
  readonly worstFeeDifference: bigint
  readonly worstNavDifferenceBps: number
  readonly unequalRebalances: number
  /** Rebalances that the backtest's guards refused, each counted. */
  readonly refused: number
}

/**
 * Compares what the contracts did with what the backtest said, rebalance by rebalance and epoch by epoch.
 *
 * @param until unix seconds of the last epoch's end that counts; later ones have depositors that a backtest lacks
 *
 * @example
 * comparePlay(played, runBacktest(market, strategy, params, settings)).passed
 */
export function comparePlay(
  played: Pick<PlayedMarket, 'marks' | 'rebalances'>,
  backtest: Pick<BacktestResult, 'actions' | 'equity'>,
  until = Number.POSITIVE_INFINITY,
): ParityReport {
  const rebalances = compareRebalances(played.rebalances, backtest.actions, until)
  const epochs = played.marks
    .filter(({ timestamp }) => timestamp <= until)
    .map((mark) => compareEpoch(mark, backtest.equity))
  const worstFeeDifference = rebalances
    .flatMap(({ fee0Difference, fee1Difference }) => [size(fee0Difference), size(fee1Difference)])
    .reduce((a, b) => (a > b ? a : b), 0n)
  const worstNavDifferenceBps = epochs.reduce(
    (worst, { differenceBps }) => Math.max(worst, differenceBps),
    0,
  )
  const unequalRebalances = rebalances.filter(({ equal }) => !equal).length
  return {
    passed:
      unequalRebalances === 0 &&
      worstFeeDifference <= FEE_TOLERANCE &&
      worstNavDifferenceBps <= NAV_TOLERANCE_BPS &&
      epochs.every(({ sameTick }) => sameTick),
    rebalances,
    epochs,
    worstFeeDifference,
    worstNavDifferenceBps,
    unequalRebalances,
    refused: rebalances.reduce((sum, { refusals }) => sum + refusals.length, 0),
  }
}

type Action = BacktestResult['actions'][number]

function compareRebalances(
  chain: readonly ChainRebalance[],
  actions: readonly Action[],
  until: number,
): RebalanceComparison[] {
  const onChain = new Map(chain.map((rebalance) => [rebalance.timestamp, rebalance]))
  const simulated = new Map(
    actions.filter(({ kind }) => kind === 'rebalance').map((action) => [action.timestamp, action]),
  )
  const times = [...new Set([...onChain.keys(), ...simulated.keys()])]
    .filter((timestamp) => timestamp <= until)
    .sort((a, b) => a - b)
  let before = 0
  return times.map((timestamp) => {
    const refusals = actions
      .filter(({ kind, timestamp: at }) => kind === 'refused' && at > before && at < timestamp)
      .map(({ refused }) => refused ?? '')
    before = timestamp
    return compareRebalance(timestamp, onChain.get(timestamp), simulated.get(timestamp), refusals)
  })
}

function compareRebalance(
  timestamp: number,
  chain: ChainRebalance | undefined,
  action: Action | undefined,
  refusals: readonly string[],
): RebalanceComparison {
  const backtest = action?.ranges.map(({ tickLower, tickUpper, liquidity }) => ({
    tickLower,
    tickUpper,
    liquidity: BigInt(liquidity),
  }))
  const { amount0 = 0n, amount1 = 0n } = chain?.fees ?? {}
  return {
    timestamp,
    chain: chain?.positions,
    backtest,
    equal: sameRanges(chain?.positions, backtest),
    fee0Difference: amount0 - BigInt(action?.collected0 ?? 0),
    fee1Difference: amount1 - BigInt(action?.collected1 ?? 0),
    swapIn: chain?.swapIn ?? 0n,
    refusals,
  }
}

function sameRanges(
  a: readonly PlacedRange[] | undefined,
  b: readonly PlacedRange[] | undefined,
): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false
  return a.every(
    ({ tickLower, tickUpper, liquidity }, i) =>
      b[i]?.tickLower === tickLower && b[i].tickUpper === tickUpper && b[i].liquidity === liquidity,
  )
}

function compareEpoch(mark: VaultMark, equity: BacktestResult['equity']): EpochComparison {
  const point = equity.find(({ timestamp }) => timestamp === mark.timestamp)
  const backtestNav = BigInt(point?.nav ?? 0)
  const difference = Number(size(mark.nav - backtestNav))
  return {
    timestamp: mark.timestamp,
    chainNav: mark.nav,
    backtestNav,
    differenceBps: backtestNav === 0n ? Infinity : (difference / Number(backtestNav)) * 1e4,
    sameTick: point?.tick === mark.tick,
  }
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value
}
