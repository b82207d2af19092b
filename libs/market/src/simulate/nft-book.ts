import {
  InvariantError,
  Q128,
  liquidityForAmounts,
  mulDivDown,
  type ExactPool,
} from '@tickwise/amm'
import type { ExpectedEvent, NftAction } from './actions.ts'

/** A position-manager NFT as `NonfungiblePositionManager._positions` keeps it. */
interface NftPosition {
  readonly tickLower: number
  readonly tickUpper: number
  liquidity: bigint
  feeGrowthInside0LastX128: bigint
  feeGrowthInside1LastX128: bigint
  tokensOwed0: bigint
  tokensOwed1: bigint
}

/** All NFTs of the simulated position manager; ids count up from 1. */
export interface NftBook {
  nextTokenId: bigint
  readonly positions: Map<bigint, NftPosition>
}

/** Owner of the manager's positions in the mirrored pool. */
const managerOwner = 'position manager'

/** The position manager before its first NFT. */
export function createNftBook(): NftBook {
  return { nextTokenId: 1n, positions: new Map() }
}

/** Liquidity that an NFT holds now. */
export function nftLiquidity(book: NftBook, tokenId: bigint): bigint {
  return nftOf(book, tokenId).liquidity
}

/**
 * Does what the position manager's `mint`, `decreaseLiquidity` or `collect` (all that is owed) does, and
 * returns the pool's events.
 */
export function applyNftAction(
  pool: ExactPool,
  book: NftBook,
  action: NftAction,
  timestamp: number,
): readonly ExpectedEvent[] {
  switch (action.kind) {
    case 'openNft': {
      const { tickLower, tickUpper, amount0, amount1 } = action
      const price = pool.sqrtPriceX96
      const liquidity = liquidityForAmounts(price, tickLower, tickUpper, amount0, amount1)
      const range = { tickLower, tickUpper }
      const paid = pool.mint({ owner: managerOwner, ...range, liquidity }, timestamp)
      const nft = {
        ...range,
        liquidity,
        ...feeGrowthLast(pool, range),
        tokensOwed0: 0n,
        tokensOwed1: 0n,
      }
      book.positions.set(book.nextTokenId++, nft)
      return [{ kind: 'mint', ...range, liquidity, ...paid }]
    }
    case 'decreaseNft': {
      const nft = nftOf(book, action.tokenId)
      const burn = burnNft(pool, nft, action.liquidity, timestamp)
      nft.liquidity -= action.liquidity
      return [burn]
    }
    case 'collectNft': {
      const nft = nftOf(book, action.tokenId)
      const poke = nft.liquidity > 0n ? [burnNft(pool, nft, 0n, timestamp)] : []
      const { tickLower, tickUpper } = nft
      const request = { amount0: nft.tokensOwed0, amount1: nft.tokensOwed1 }
      const paid = pool.collect({ owner: managerOwner, tickLower, tickUpper, ...request })
      nft.tokensOwed0 = 0n
      nft.tokensOwed1 = 0n
      return [...poke, { kind: 'collect', tickLower, tickUpper, ...paid }]
    }
  }
}

/** Burns at the pool and books what the NFT is owed, fees on its liquidity before the burn. */
function burnNft(
  pool: ExactPool,
  nft: NftPosition,
  liquidity: bigint,
  timestamp: number,
): ExpectedEvent & { readonly kind: 'burn' } {
  const { tickLower, tickUpper } = nft
  const range = { tickLower, tickUpper }
  const amounts = pool.burn({ owner: managerOwner, ...range, liquidity }, timestamp)
  const last = feeGrowthLast(pool, nft)
  const fee = (now: bigint, before: bigint) =>
    mulDivDown(BigInt.asUintN(256, now - before), nft.liquidity, Q128)
  nft.tokensOwed0 +=
    amounts.amount0 + fee(last.feeGrowthInside0LastX128, nft.feeGrowthInside0LastX128)
  nft.tokensOwed1 +=
    amounts.amount1 + fee(last.feeGrowthInside1LastX128, nft.feeGrowthInside1LastX128)
  Object.assign(nft, last)
  return { kind: 'burn', ...range, liquidity, ...amounts }
}

function feeGrowthLast(
  pool: ExactPool,
  { tickLower, tickUpper }: { readonly tickLower: number; readonly tickUpper: number },
) {
  const position = pool.position(managerOwner, tickLower, tickUpper)
  const { feeGrowthInside0LastX128 = 0n, feeGrowthInside1LastX128 = 0n } = position ?? {}
  return { feeGrowthInside0LastX128, feeGrowthInside1LastX128 }
}

function nftOf(book: NftBook, tokenId: bigint): NftPosition {
  const nft = book.positions.get(tokenId)
  if (nft !== undefined) return nft
  throw new InvariantError(
    'E_SIMULATION',
    `the simulation used position ${tokenId}, which was never opened`,
  )
}
