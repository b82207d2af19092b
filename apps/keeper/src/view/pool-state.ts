import { encodePacked, keccak256, parseAbi, type Address } from 'viem'
import { translateError } from '@tickwise/protocol'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'

/** Views of `UniswapV3Pool.sol`. */
const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
  'function feeGrowthGlobal0X128() view returns (uint256)',
  'function feeGrowthGlobal1X128() view returns (uint256)',
  'function ticks(int24) view returns (uint128, int128, uint256, uint256, int56, uint160, uint32, bool)',
  'function positions(bytes32) view returns (uint128, uint256, uint256, uint128, uint128)',
])

/** The pool's price and counters at the end of a block. */
export interface PoolState {
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
  readonly feeGrowthGlobal0X128: bigint
  readonly feeGrowthGlobal1X128: bigint
}

/** What a position has earned and not collected, raw units. */
export interface EarnedFees {
  readonly fees0: bigint
  readonly fees1: bigint
}

/** Errors: RetryableError `E_RPC`. */
export async function readPoolState(
  rpc: KeeperRpc,
  pool: Address,
  blockNumber: bigint,
): Promise<PoolState> {
  const at = { address: pool, abi: poolAbi, blockNumber } as const
  const { client } = rpc
  const [slot0, liquidity, growth0, growth1] = await Promise.all([
    client.readContract({ ...at, functionName: 'slot0' }),
    client.readContract({ ...at, functionName: 'liquidity' }),
    client.readContract({ ...at, functionName: 'feeGrowthGlobal0X128' }),
    client.readContract({ ...at, functionName: 'feeGrowthGlobal1X128' }),
  ]).catch(rethrow)
  return {
    sqrtPriceX96: slot0[0],
    tick: slot0[1],
    liquidity,
    feeGrowthGlobal0X128: growth0,
    feeGrowthGlobal1X128: growth1,
  }
}

/**
 * Fees of a position as the next burn would count them: `Tick.getFeeGrowthInside` and `Position.update` of
 * v3-core, for the liquidity that the owner itself has there.
 */
export async function readEarnedFees(
  rpc: KeeperRpc,
  pool: Address,
  state: PoolState,
  position: {
    readonly owner: Address
    readonly tickLower: number
    readonly tickUpper: number
    readonly liquidity: bigint
  },
  blockNumber: bigint,
): Promise<EarnedFees> {
  const { owner, tickLower, tickUpper, liquidity } = position
  const key = keccak256(encodePacked(['address', 'int24', 'int24'], [owner, tickLower, tickUpper]))
  const at = { address: pool, abi: poolAbi, blockNumber } as const
  const [lower, upper, held] = await Promise.all([
    rpc.client.readContract({ ...at, functionName: 'ticks', args: [tickLower] }),
    rpc.client.readContract({ ...at, functionName: 'ticks', args: [tickUpper] }),
    rpc.client.readContract({ ...at, functionName: 'positions', args: [key] }),
  ]).catch(rethrow)
  const earned = (global: bigint, below: bigint, above: bigint, last: bigint): bigint => {
    const under = state.tick >= tickLower ? below : global - below
    const over = state.tick < tickUpper ? above : global - above
    return (BigInt.asUintN(256, global - under - over - last) * liquidity) >> 128n
  }
  return {
    fees0: held[3] + earned(state.feeGrowthGlobal0X128, lower[2], upper[2], held[1]),
    fees1: held[4] + earned(state.feeGrowthGlobal1X128, lower[3], upper[3], held[2]),
  }
}

function rethrow(error: unknown): never {
  throw translateError(error)
}
