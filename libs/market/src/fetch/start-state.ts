import { RetryableError, maxUsableTick, minUsableTick } from '@tickwise/amm'
import type { Hex, PoolSpec, StartState, TickRecord } from '@tickwise/amm'
import type { ChainState } from '../dataset.ts'
import { readViews, signedWordOf, wordOf } from './pool-reads.ts'
import { RpcFailure } from './rpc-failure.ts'
import type { RpcPool } from './rpc-pool.ts'

type CompleteState = Extract<StartState, { kind: 'chain' }>

/**
 * The pool's whole state after a block: price, liquidity, fee growths and every initialised tick.
 * `fresh` when the pool does not exist yet or has no price; `undefined` when no endpoint keeps state
 * that old.
 *
 * Errors: RetryableError `E_RPC_STATE` when ticks and liquidity contradict each other,
 * `E_RPC_ALL_DEAD`; CancelledError.
 */
export async function readPoolState(
  pool: RpcPool,
  address: Hex,
  spec: PoolSpec,
  block: number,
): Promise<StartState | undefined> {
  if (block < 0) return { kind: 'fresh' }
  try {
    const slots = await readSlots(pool, address, block)
    if (slots === undefined) return { kind: 'fresh' }
    const ticks = await readTicks(pool, address, spec, block)
    const state: CompleteState = { kind: 'chain', blockNumber: block, ...slots, ticks }
    checkLiquidity(state)
    return state
  } catch (cause) {
    if (cause instanceof RpcFailure && stateIsGone.has(cause.kind)) return undefined
    throw cause
  }
}

/** The pool's price, liquidity and fee growths after a block; `undefined` as above, or without price. */
export async function readChainState(
  pool: RpcPool,
  address: Hex,
  block: { readonly number: number; readonly timestamp: number },
): Promise<ChainState | undefined> {
  try {
    const slots = await readSlots(pool, address, block.number)
    if (slots === undefined) return undefined
    const { sqrtPriceX96, tick, liquidity, feeGrowthGlobal0X128, feeGrowthGlobal1X128 } = slots
    return {
      timestamp: block.timestamp,
      blockNumber: block.number,
      sqrtPriceX96,
      tick,
      liquidity,
      feeGrowthGlobal0X128,
      feeGrowthGlobal1X128,
    }
  } catch (cause) {
    if (cause instanceof RpcFailure && stateIsGone.has(cause.kind)) return undefined
    throw cause
  }
}

/** Nodes say "no state" in many ways, some as a plain refusal of the call. */
const stateIsGone: ReadonlySet<string> = new Set(['noState', 'unsupported', 'rejected'])

type Slots = Omit<CompleteState, 'kind' | 'blockNumber' | 'ticks' | 'tickRange'>

async function readSlots(pool: RpcPool, to: Hex, block: number): Promise<Slots | undefined> {
  const signatures = ['slot0()', 'liquidity()', 'feeGrowthGlobal0X128()', 'feeGrowthGlobal1X128()']
  const calls = signatures.map((signature) => ({ to, signature }))
  const [slot0, liquidity, growth0, growth1] = await readViews(pool, calls, block)
  if (slot0 === '' || wordOf(slot0, 0) === 0n) return undefined
  return {
    sqrtPriceX96: wordOf(slot0, 0),
    tick: Number(signedWordOf(slot0, 1)),
    liquidity: wordOf(liquidity, 0),
    feeProtocol: Number(wordOf(slot0, 5)),
    feeGrowthGlobal0X128: wordOf(growth0, 0),
    feeGrowthGlobal1X128: wordOf(growth1, 0),
  }
}

async function readTicks(
  pool: RpcPool,
  to: Hex,
  { tickSpacing }: PoolSpec,
  block: number,
): Promise<readonly TickRecord[]> {
  const first = Math.floor(minUsableTick(tickSpacing) / tickSpacing / 256)
  const last = Math.floor(maxUsableTick(tickSpacing) / tickSpacing / 256)
  const words = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const bitmap = await readViews(
    pool,
    words.map((word) => ({ to, signature: 'tickBitmap(int16)', args: [word] })),
    block,
  )
  const ticks = words.flatMap((word, i) => ticksOfWord(word, wordOf(bitmap[i], 0), tickSpacing))
  const records = await readViews(
    pool,
    ticks.map((tick) => ({ to, signature: 'ticks(int24)', args: [tick] })),
    block,
  )
  return ticks.map((tick, i) => ({
    tick,
    liquidityGross: wordOf(records[i], 0),
    liquidityNet: signedWordOf(records[i], 1),
    feeGrowthOutside0X128: wordOf(records[i], 2),
    feeGrowthOutside1X128: wordOf(records[i], 3),
  }))
}

/** The initialised ticks that a word of the bitmap marks (`TickBitmap.sol`), ascending. */
export function ticksOfWord(word: number, bits: bigint, tickSpacing: number): readonly number[] {
  const ticks: number[] = []
  for (let bit = 0; bit < 256; bit++) {
    if ((bits >> BigInt(bit)) & 1n) ticks.push((256 * word + bit) * tickSpacing)
  }
  return ticks
}

/** Endpoints that answer from different blocks, or drop answers, give ticks that do not add up. */
function checkLiquidity(state: CompleteState): void {
  const sum = (ticks: readonly TickRecord[]): bigint =>
    ticks.reduce((total, { liquidityNet }) => total + liquidityNet, 0n)
  const inRange = sum(state.ticks.filter(({ tick }) => tick <= state.tick))
  if (inRange === state.liquidity && sum(state.ticks) === 0n) return
  throw new RetryableError(
    'E_RPC_STATE',
    `the ticks read at block ${state.blockNumber} do not add up to the pool's liquidity`,
    {
      hint: 'try again, with one RPC URL at a time: one of them answers wrongly',
      facts: { block: state.blockNumber, liquidity: state.liquidity, ticksSay: inRange },
    },
  )
}
