import { actorAbi, poolAbi, positionManagerAbi, type BlockTransaction } from '@tickwise/localchain'
import { InvariantError, MASK_256, type Hex } from '@tickwise/amm'
import { encodeFunctionData } from 'viem'
import type { LiquidityAction, MarketAction, NftAction } from './actions.ts'
import type { ChainSession } from './chain-session.ts'

type Call = Pick<BlockTransaction, 'to' | 'data'>

const maxUint128 = (1n << 128n) - 1n

/** The transaction that does an action on the session's chain, without sender and nonce. */
export function encodeAction(session: ChainSession, action: MarketAction): Call {
  const { pool } = session
  switch (action.kind) {
    case 'initialize':
      return {
        to: pool,
        data: encodeFunctionData({
          abi: poolAbi,
          functionName: 'initialize',
          args: [action.sqrtPriceX96],
        }),
      }
    case 'growOracle':
      return {
        to: pool,
        data: encodeFunctionData({
          abi: poolAbi,
          functionName: 'increaseObservationCardinalityNext',
          args: [action.cardinality],
        }),
      }
    case 'swap': {
      const { zeroForOne, amountSpecified, sqrtPriceLimitX96 } = action
      const to = session[action.trader]
      const args = [pool, to, zeroForOne, amountSpecified, sqrtPriceLimitX96] as const
      return { to, data: encodeFunctionData({ abi: actorAbi, functionName: 'swap', args }) }
    }
    case 'flash': {
      const to = session.borrower
      const args = [pool, to, action.amount0, action.amount1, action.extra0, action.extra1] as const
      return { to, data: encodeFunctionData({ abi: actorAbi, functionName: 'flash', args }) }
    }
    case 'mint':
    case 'burn':
    case 'collect':
      return encodeLiquidity(session, action)
    case 'openNft':
    case 'decreaseNft':
    case 'collectNft':
      return { to: session.positionManager, data: encodeNft(session, action) }
  }
}

function encodeLiquidity({ pool, providers }: ChainSession, action: LiquidityAction): Call {
  const to = agentOf(providers, action.provider)
  const { tickLower, tickUpper } = action
  const abi = actorAbi
  switch (action.kind) {
    case 'mint': {
      const args = [pool, to, tickLower, tickUpper, action.liquidity] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'mint', args }) }
    }
    case 'burn': {
      const args = [pool, tickLower, tickUpper, action.liquidity] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'burn', args }) }
    }
    case 'collect': {
      const args = [pool, to, tickLower, tickUpper, maxUint128, maxUint128] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'collect', args }) }
    }
  }
}

function encodeNft(session: ChainSession, action: NftAction): Hex {
  const { token0, token1, fee, nftAccounts } = session
  const abi = positionManagerAbi
  const deadline = MASK_256
  switch (action.kind) {
    case 'openNft': {
      const { account, tickLower, tickUpper, amount0, amount1 } = action
      const desired = {
        amount0Desired: amount0,
        amount1Desired: amount1,
        amount0Min: 0n,
        amount1Min: 0n,
      }
      const recipient = agentOf(nftAccounts, account)
      const args = [
        { token0, token1, fee, tickLower, tickUpper, ...desired, recipient, deadline },
      ] as const
      return encodeFunctionData({ abi, functionName: 'mint', args })
    }
    case 'decreaseNft': {
      const { tokenId, liquidity } = action
      const args = [{ tokenId, liquidity, amount0Min: 0n, amount1Min: 0n, deadline }] as const
      return encodeFunctionData({ abi, functionName: 'decreaseLiquidity', args })
    }
    case 'collectNft': {
      const { tokenId } = action
      const recipient = agentOf(nftAccounts, Number(tokenId % BigInt(nftAccounts.length)))
      const args = [{ tokenId, recipient, amount0Max: maxUint128, amount1Max: maxUint128 }] as const
      return encodeFunctionData({ abi, functionName: 'collect', args })
    }
  }
}

function agentOf(agents: readonly Hex[], index: number): Hex {
  const agent = agents[index]
  if (agent !== undefined) return agent
  throw new InvariantError('E_SIMULATION', `the simulation has no agent ${index}`)
}
