import { ExactPool, mulDivUp, type PoolSpec } from '@tickwise/amm'
import type { ExpectedEvent, ExpectedState, MarketAction } from './actions.ts'
import { applyNftAction, createNftBook, type NftBook } from './nft-book.ts'

/** The simulated pool in memory: agents look at it, and the chain must follow it to the bit. */
export interface MirrorPool {
  readonly pool: ExactPool
  readonly nfts: NftBook
}

/** A pool as deployed, with no positions. */
export function createMirror(spec: PoolSpec): MirrorPool {
  return { pool: ExactPool.create(spec), nfts: createNftBook() }
}

/** Runs an action on the mirror and returns the pool events that the contract must emit for it. */
export function applyAction(
  mirror: MirrorPool,
  action: MarketAction,
  timestamp: number,
): readonly ExpectedEvent[] {
  const { pool } = mirror
  switch (action.kind) {
    case 'initialize': {
      const { sqrtPriceX96 } = action
      return [
        { kind: 'initialize', sqrtPriceX96, tick: pool.initialize(sqrtPriceX96, timestamp).tick },
      ]
    }
    case 'growOracle':
      return [
        {
          kind: 'increaseObservationCardinalityNext',
          ...pool.increaseObservationCardinalityNext(action.cardinality),
        },
      ]
    case 'swap':
      return [{ kind: 'swap', ...pool.swap(action, timestamp) }]
    case 'flash': {
      const { amount0, amount1, extra0, extra1 } = action
      const paid0 = flashFee(pool, amount0) + extra0
      const paid1 = flashFee(pool, amount1) + extra1
      pool.flash({ amount0, amount1, paid0, paid1 })
      return [{ kind: 'flash', amount0, amount1, paid0, paid1 }]
    }
    case 'mint':
    case 'burn': {
      const { kind, provider, tickLower, tickUpper, liquidity } = action
      const request = { owner: providerOwner(provider), tickLower, tickUpper, liquidity }
      const amounts =
        kind === 'mint' ? pool.mint(request, timestamp) : pool.burn(request, timestamp)
      return [{ kind, tickLower, tickUpper, liquidity, ...amounts }]
    }
    case 'collect': {
      const { provider, tickLower, tickUpper } = action
      const amounts = pool.collect({ owner: providerOwner(provider), tickLower, tickUpper })
      return [{ kind: 'collect', tickLower, tickUpper, ...amounts }]
    }
    case 'openNft':
    case 'decreaseNft':
    case 'collectNft':
      return applyNftAction(pool, mirror.nfts, action, timestamp)
  }
}

/** The state an hourly snapshot of the chain must show. */
export function mirrorState({ pool }: MirrorPool): ExpectedState {
  const { sqrtPriceX96, tick, liquidity, feeGrowthGlobal0X128, feeGrowthGlobal1X128 } = pool
  return { sqrtPriceX96, tick, liquidity, feeGrowthGlobal0X128, feeGrowthGlobal1X128 }
}

function flashFee(pool: ExactPool, amount: bigint): bigint {
  return mulDivUp(amount, BigInt(pool.spec.fee), 1_000_000n)
}

function providerOwner(provider: number): string {
  return `provider ${provider}`
}
