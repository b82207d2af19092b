import { UserError } from '@tickwise/amm'

/** What drives a simulated market. Money in units of token1 (the quote), rates per day. */
export interface MarketParameters {
  /** Quote per base at the start. */
  readonly startPrice: number
  /** Standard deviation of the daily log return without jumps. */
  readonly dailyVolatility: number
  readonly jumpsPerDay: number
  /** Mean size of a jump, as a log return. */
  readonly jumpSize: number
  /** Seconds between moments at which a block may be mined. */
  readonly blockSeconds: number
  readonly noiseTradesPerDay: number
  /** Median size of a noise trade. */
  readonly noiseTradeValue: number
  readonly flashLoansPerDay: number
  /** Positions opened per day. */
  readonly opensPerDay: number
  /** Median value of a position; wide and active ones are larger than those of the position manager. */
  readonly positionValue: number
}

/** Ready-made markets: `calm` = a quiet pool, a few hundred swaps a day; `busy` = some thousands. */
export const marketPresets = {
  calm: {
    startPrice: 2500,
    dailyVolatility: 0.015,
    jumpsPerDay: 1,
    jumpSize: 0.0025,
    blockSeconds: 60,
    noiseTradesPerDay: 600,
    noiseTradeValue: 1500,
    flashLoansPerDay: 1,
    opensPerDay: 12,
    positionValue: 20_000,
  },
  busy: {
    startPrice: 2500,
    dailyVolatility: 0.03,
    jumpsPerDay: 3,
    jumpSize: 0.0035,
    blockSeconds: 24,
    noiseTradesPerDay: 2600,
    noiseTradeValue: 4000,
    flashLoansPerDay: 4,
    opensPerDay: 60,
    positionValue: 40_000,
  },
} as const satisfies Record<string, MarketParameters>

export type MarketPreset = keyof typeof marketPresets

/**
 * The parameters of a preset.
 *
 * @throws UserError `E_PRESET` for an unknown name.
 * @example presetParameters('calm').noiseTradesPerDay
 */
export function presetParameters(name: string): MarketParameters {
  if (name === 'calm' || name === 'busy') return marketPresets[name]
  throw new UserError('E_PRESET', `there is no simulated market named ${name}`, {
    hint: `choose one of: ${Object.keys(marketPresets).join(', ')}`,
  })
}
