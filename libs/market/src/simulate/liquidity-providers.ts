import {
  floorTickToSpacing,
  maxUsableTick,
  minUsableTick,
  amountsForLiquidityUp,
} from '@tickwise/amm'
import type { MarketAction } from './actions.ts'
import { nftLiquidity } from './nft-book.ts'
import type { MirrorPool } from './mirror-pool.ts'
import type { MarketParameters } from './parameters.ts'
import { quoteUnit, toRawPrice } from './prices.ts'
import { exponential, logNormal, pick, poisson, type Random } from './random.ts'

/** Contracts that hold positions directly, and accounts that hold NFTs. */
export const providerCount = 6
export const nftAccountCount = 8

interface Style {
  /** Share of all positions opened. */
  readonly share: number
  /** Median of the range's half width, in ticks, and the standard deviation of its logarithm. */
  readonly halfWidthTicks: number
  readonly widthSigma: number
  /** Times the median position value. */
  readonly value: number
  readonly meanLifeSeconds: number
  readonly nft: boolean
  /** Closes when the price leaves the range, and opens a new one around it. */
  readonly follows: boolean
}

const day = 86_400

const styles: readonly Style[] = [
  {
    share: 0.15,
    halfWidthTicks: 2500,
    widthSigma: 0.5,
    value: 6,
    meanLifeSeconds: 8 * day,
    nft: false,
    follows: false,
  },
  {
    share: 0.5,
    halfWidthTicks: 600,
    widthSigma: 0.8,
    value: 0.5,
    meanLifeSeconds: 1.5 * day,
    nft: true,
    follows: false,
  },
  {
    share: 0.35,
    halfWidthTicks: 60,
    widthSigma: 0.7,
    value: 1.5,
    meanLifeSeconds: 0.3 * day,
    nft: false,
    follows: true,
  },
]

interface OpenPosition {
  readonly style: Style
  readonly tickLower: number
  readonly tickUpper: number
  readonly closesAt: number
  /** NFT owners collect fees now and then. */
  collectsAt: number
  /** Unix time since when the price has been outside, 0 while inside. */
  outsideSince: number
  readonly holder:
    | { readonly provider: number; readonly liquidity: bigint }
    | { readonly tokenId: bigint }
}

/** Liquidity providers that come and go. */
export interface LiquidityProviders {
  /** Runs the next actions; each is applied to the mirror before the next is drawn. */
  step(timestamp: number, activity: number, apply: (action: MarketAction) => void): void
  /** Opens the positions that stand at the start: as many as there are on average later. */
  populate(timestamp: number, apply: (action: MarketAction) => void): void
}

/** Seconds that a follower lets the price stay outside its range. */
const patience = 900

/** The providers of the simulated market: who opens, keeps and closes positions, and when. */
export function liquidityProviders(
  mirror: MirrorPool,
  parameters: MarketParameters,
  random: Random,
): LiquidityProviders {
  let open: OpenPosition[] = []
  const start = (style: Style, timestamp: number, apply: (action: MarketAction) => void) => {
    open.push(openPosition(mirror, parameters, style, timestamp, random, apply))
  }
  return {
    populate(timestamp, apply) {
      for (const style of styles) {
        const lives = (parameters.opensPerDay * style.share * style.meanLifeSeconds) / day
        for (let i = 0; i < Math.max(1, lives); i++) start(style, timestamp, apply)
      }
    },
    step(timestamp, activity, apply) {
      const { tick } = mirror.pool
      const leaving: OpenPosition[] = []
      for (const position of open) {
        const inside = position.tickLower <= tick && tick < position.tickUpper
        if (inside) position.outsideSince = 0
        else if (position.outsideSince === 0) position.outsideSince = timestamp
        const left =
          position.style.follows && !inside && timestamp - position.outsideSince > patience
        if (timestamp >= position.closesAt || left) leaving.push(position)
        else if (timestamp >= position.collectsAt) collectFees(position, timestamp, random, apply)
      }
      if (leaving.length > 0) open = open.filter((position) => !leaving.includes(position))
      for (const position of leaving) {
        close(mirror, position, random, apply)
        if (timestamp < position.closesAt) start(position.style, timestamp, apply)
      }
      const perStep = (parameters.opensPerDay * parameters.blockSeconds) / day
      for (const style of styles)
        for (let n = poisson(random, perStep * style.share * Math.sqrt(activity)); n > 0; n--)
          start(style, timestamp, apply)
    },
  }
}

function openPosition(
  mirror: MirrorPool,
  parameters: MarketParameters,
  style: Style,
  timestamp: number,
  random: Random,
  apply: (action: MarketAction) => void,
): OpenPosition {
  const { pool } = mirror
  const range = drawRange(pool.tick, pool.spec.tickSpacing, style, random)
  const value = logNormal(random, parameters.positionValue * style.value, 1)
  const liquidity = liquidityWorth(pool.sqrtPriceX96, range.tickLower, range.tickUpper, value)
  const closesAt = timestamp + Math.ceil(exponential(random, style.meanLifeSeconds))
  const shared = { style, ...range, closesAt, outsideSince: 0 }
  if (style.nft) {
    const tokenId = mirror.nfts.nextTokenId
    const amounts = amountsForLiquidityUp(
      pool.sqrtPriceX96,
      range.tickLower,
      range.tickUpper,
      liquidity,
    )
    apply({ kind: 'openNft', account: pick(random, nftAccountCount), ...range, ...amounts })
    return { ...shared, holder: { tokenId }, collectsAt: nextCollection(timestamp, random) }
  }
  const provider = pick(random, providerCount)
  apply({ kind: 'mint', provider, ...range, liquidity })
  return { ...shared, holder: { provider, liquidity }, collectsAt: Infinity }
}

function close(
  mirror: MirrorPool,
  position: OpenPosition,
  random: Random,
  apply: (action: MarketAction) => void,
): void {
  const { holder, tickLower, tickUpper } = position
  if ('provider' in holder) {
    const { provider, liquidity } = holder
    apply({ kind: 'burn', provider, tickLower, tickUpper, liquidity })
    apply({ kind: 'collect', provider, tickLower, tickUpper })
    return
  }
  const { tokenId } = holder
  const liquidity = nftLiquidity(mirror.nfts, tokenId)
  // Some leave in two parts, as people do.
  const part = random() < 0.1 ? liquidity / 2n : 0n
  if (part > 0n) apply({ kind: 'decreaseNft', tokenId, liquidity: part })
  apply({ kind: 'decreaseNft', tokenId, liquidity: liquidity - part })
  apply({ kind: 'collectNft', tokenId })
}

function collectFees(
  position: OpenPosition,
  timestamp: number,
  random: Random,
  apply: (action: MarketAction) => void,
): void {
  position.collectsAt = nextCollection(timestamp, random)
  if ('tokenId' in position.holder) apply({ kind: 'collectNft', tokenId: position.holder.tokenId })
}

function nextCollection(timestamp: number, random: Random): number {
  return timestamp + Math.ceil(exponential(random, 3 * day))
}

function drawRange(tick: number, spacing: number, style: Style, random: Random) {
  const half = logNormal(random, style.halfWidthTicks, style.widthSigma)
  // Not everybody is centred: the price sits anywhere in the middle half of the range.
  const centre = tick + (random() - 0.5) * half
  const lower = floorTickToSpacing(Math.round(centre - half), spacing)
  const upper = floorTickToSpacing(Math.round(centre + half), spacing) + spacing
  return {
    tickLower: Math.max(lower, minUsableTick(spacing)),
    tickUpper: Math.min(Math.max(upper, lower + spacing), maxUsableTick(spacing)),
  }
}

/** Liquidity whose tokens are worth `value` (quote, human units) at the price; at least 1. */
function liquidityWorth(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  value: number,
): bigint {
  const unit = 10n ** 15n
  const { amount0, amount1 } = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, unit)
  const price = toRawPrice(sqrtPriceX96)
  const unitValue = (Number(amount0) * price + Number(amount1)) / quoteUnit
  return BigInt(Math.floor((value / unitValue) * Number(unit))) + 1n
}
