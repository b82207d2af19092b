import {
  floorTickToSpacing,
  kindCode,
  sqrtPriceAt,
  UserError,
  type PoolSpec,
  type StartState,
} from '@tickwise/amm'
import { openMarketPool, type MarketData } from '@tickwise/backtest'
import {
  actorAbi,
  createPool,
  deployActor,
  deployTokenPair,
  deployUniswap,
  factoryAbi,
  poolAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  waitUntilMined,
  type Anvil,
} from '@tickwise/localchain'
import type { Address } from 'viem'
import { encodeBatch, encodeFeeProtocol, encodeMint } from './encode-event.ts'
import { startPositions } from './start-positions.ts'

/** A dataset's pool on a local node: the real contract, in the state before the first event. */
export interface LocalMarket {
  readonly anvil: Anvil
  readonly uniswapFactory: Address
  readonly pool: Address
  readonly token0: Address
  readonly token1: Address
  /** Trades and provides for everybody in the data. */
  readonly actor: Address
  /** Unlocked, sends what the market does, owns the factory. */
  readonly operator: Address
  /** Event of the data that made the start and is not to happen again; -1: none. */
  readonly anchorRow: number
}

/** How a market is put on a node. */
export interface OpenLocalMarketOptions {
  /** Unix seconds at which the node begins; well before the first event, for what is to be set up meanwhile. */
  readonly genesis: number
  /** Observations that the pool keeps. */
  readonly cardinality: number
  /** Past states that the node keeps for questions about earlier blocks. */
  readonly states?: number
}

const plenty = 1n << 200n
/** Observation slots that fit one transaction. */
const slotsPerCall = 800
/** Mints that fit one transaction. */
const mintsPerCall = 40

/**
 * Starts a node, deploys the real Uniswap contracts, and brings the dataset's pool to where the data begin, with
 * tokens of the same decimals. The price stands still until {@link replayEvents} begins.
 *
 * @throws UserError `E_START_STATE` for a start that no pool can be brought to
 *
 * @example
 * const market = await openLocalMarket(marketDataOf(dataset), { genesis: start - 86_400, cardinality: 4000 })
 */
export async function openLocalMarket(
  data: MarketData,
  options: OpenLocalMarketOptions,
): Promise<LocalMarket> {
  const { genesis, cardinality, states = 400 } = options
  const anvil = await startAnvil({
    timestamp: genesis,
    hardfork: 'cancun',
    gasLimit: 30_000_000_000n,
    stateRoots: false,
    args: ['--prune-history', String(states)],
  })
  try {
    const market = await deployMarket(anvil, data)
    await growOracle(market, cardinality)
    await placeStart(market, data)
    await useOracle(market, data.spec)
    return market
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

async function deployMarket(anvil: Anvil, data: MarketData): Promise<LocalMarket> {
  // An account of its own: its transactions keep their order whatever others send.
  const operator = anvil.accounts.at(-1) ?? anvil.accounts[0]
  const uniswap = await deployUniswap(anvil)
  const { factory } = uniswap
  const [face0, face1] = data.tokens.map((token) => ({ ...token, name: token.symbol }))
  if (face0 === undefined || face1 === undefined) throw startUnknown('a pool has two tokens')
  const [token0, token1] = await deployTokenPair(anvil, face0, face1)
  const actor = await deployActor(anvil)
  for (const to of [token0, token1])
    await sendAndConfirm(anvil, { to, abi: tokenAbi, functionName: 'mint', args: [actor, plenty] })
  await requireSpacing(anvil, factory, data.spec)
  const { pool } = await createPool(anvil, uniswap, token0, token1, data.spec.fee)
  const start = { to: pool, abi: poolAbi, functionName: 'initialize' } as const
  const { sqrtPriceX96, anchorRow } = startOf(data)
  await sendAndConfirm(anvil, { ...start, args: [sqrtPriceX96] })
  const owner = { to: factory, abi: factoryAbi, functionName: 'setOwner' } as const
  await sendAndConfirm(anvil, { ...owner, args: [operator] })
  return { anvil, uniswapFactory: factory, pool, token0, token1, actor, operator, anchorRow }
}

/** A pool that opens in the data is opened at the same price before them: until then nothing moves. */
function startOf({ columns, ...data }: MarketData): {
  readonly sqrtPriceX96: bigint
  readonly anchorRow: number
} {
  if (data.startState.kind !== 'fresh') {
    const { pool, anchorRow } = openMarketPool({ columns, ...data })
    return { sqrtPriceX96: pool.sqrtPriceX96, anchorRow }
  }
  const row = columns.kind.indexOf(kindCode.initialize)
  if (row < 0) throw startUnknown('a pool that opens in the data is never initialised')
  return { sqrtPriceX96: sqrtPriceAt(columns, row), anchorRow: row }
}

async function requireSpacing(anvil: Anvil, factory: Address, spec: PoolSpec): Promise<void> {
  const spacing = await anvil.client.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: 'feeAmountTickSpacing',
    args: [spec.fee],
  })
  if (spacing === spec.tickSpacing) return
  if (spacing !== 0) throw startUnknown(`a fee of ${spec.fee} has a tick spacing of ${spacing}`)
  const enable = { to: factory, abi: factoryAbi, functionName: 'enableFeeAmount' } as const
  await sendAndConfirm(anvil, { ...enable, args: [spec.fee, spec.tickSpacing] })
}

async function growOracle({ anvil, pool }: LocalMarket, cardinality: number): Promise<void> {
  for (let slots = 1; slots < cardinality;) {
    slots = Math.min(cardinality, slots + slotsPerCall)
    const grow = { functionName: 'increaseObservationCardinalityNext', args: [slots] } as const
    await sendAndConfirm(anvil, { to: pool, abi: poolAbi, ...grow })
  }
}

async function placeStart(market: LocalMarket, data: MarketData): Promise<void> {
  const { anvil, pool, actor, operator } = market
  if (data.startState.kind === 'fresh') return
  const positions = startPositions(openMarketPool(data).pool)
  const send = async (to: Address, bytes: ReturnType<typeof encodeBatch>): Promise<void> => {
    const hash = await anvil.client.sendTransaction({
      account: operator,
      to,
      data: bytes,
      gas: 200_000_000n,
      gasPrice: 0n,
    })
    const { status } = await waitUntilMined(anvil.client, hash)
    if (status === 'reverted') throw startUnknown('the pool refuses its start positions')
  }
  for (let i = 0; i < positions.length; i += mintsPerCall) {
    const calls = positions
      .slice(i, i + mintsPerCall)
      .map(({ tickLower, tickUpper, liquidity }) =>
        encodeMint(market, tickLower, tickUpper, liquidity),
      )
    await send(actor, encodeBatch(calls))
  }
  const [share0, share1] = feeShares(data.startState)
  if (share0 + share1 > 0) await send(pool, encodeFeeProtocol(share0, share1))
}

/** Slots that were paid for count once an observation is written: a unit of liquidity comes and goes. */
async function useOracle(market: LocalMarket, { tickSpacing }: PoolSpec): Promise<void> {
  const { anvil, pool, actor } = market
  await passTime(anvil, 60)
  const read = { address: pool, abi: poolAbi, functionName: 'slot0' } as const
  const [, tick] = await anvil.client.readContract(read)
  const tickLower = floorTickToSpacing(tick, tickSpacing)
  const range = [tickLower, tickLower + tickSpacing, 1n] as const
  const call = { to: actor, abi: actorAbi } as const
  await sendAndConfirm(anvil, { ...call, functionName: 'mint', args: [pool, actor, ...range] })
  await sendAndConfirm(anvil, { ...call, functionName: 'burn', args: [pool, ...range] })
}

/** Moves the node's clock and mines a block there. */
export async function passTime({ client }: Anvil, seconds: number): Promise<void> {
  await client.increaseTime({ seconds })
  await client.mine({ blocks: 1 })
}

/** As `slot0.feeProtocol` packs them. */
function feeShares(start: StartState): readonly [number, number] {
  const packed = start.kind === 'fresh' ? 0 : start.feeProtocol
  return [packed % 16, packed >> 4]
}

function startUnknown(why: string): UserError {
  return new UserError('E_START_STATE', `the pool cannot be put on a local node: ${why}`, {
    hint: 'tickwise data check shows what the dataset begins with',
  })
}
