import {
  buildFeeGrowthIndex,
  deriveStartState,
  encodeEvents,
  RetryableError,
  type PoolEvent,
  type StartState,
} from '@tickwise/amm'
import { recordedTimeline, type MarketData, type MarketTimeline } from '@tickwise/backtest'
import { readPoolWindow, type PoolWindow } from '@tickwise/market'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'
import { lastBlockAt, readHeader } from './block-at.ts'
import type { PoolState } from './pool-state.ts'
import type { VaultFacts } from './vault-facts.ts'

interface History {
  readonly startBlock: bigint
  /** Unix seconds of the start block. */
  readonly since: number
  readonly startState: StartState | undefined
  readonly identity: PoolWindow['identity']
  readonly events: readonly PoolEvent[]
  readonly last: BlockHeader
}

/** The market up to a block, as a backtest would have it recorded. */
export interface MarketHistory {
  /**
   * Everything from `since` on, up to `end`, at whose end the pool is in `state`.
   *
   * @throws RetryableError `E_LOGS_INCOMPLETE` when the logs do not lead to that state; `E_RPC_…`
   */
  upTo(end: BlockHeader, state: PoolState, since: number): Promise<MarketTimeline>
}

/**
 * Reads the pool's history once and then only what has come since. In memory alone: after a start it is
 * read anew, since the chain has it.
 */
export function createMarketHistory(rpc: KeeperRpc, facts: VaultFacts): MarketHistory {
  let known: History | undefined
  return {
    upTo: async (end, state, since) => {
      const read = await extended(rpc, facts, known, end, since)
      // Kept only when it is right: what endpoints lost would be missing from then on.
      known = undefined
      const timeline = timelineOf(rpc.chainId, facts, read)
      checkEnd(timeline, end, state)
      known = read
      return timeline
    },
  }
}

/** Twice the history that is needed, then it is read anew from a later start. */
const oldest = 2

async function extended(
  rpc: KeeperRpc,
  facts: VaultFacts,
  known: History | undefined,
  end: BlockHeader,
  since: number,
): Promise<History> {
  const needed = Math.max(1, end.timestamp - since)
  const usable =
    known !== undefined &&
    known.since <= since &&
    end.timestamp - known.since <= oldest * needed + 86_400
  if (!usable || !(await stillThere(rpc, known.last))) return readAll(rpc, facts, end, since)
  if (end.number <= known.last.number) return known
  const { events } = await read(rpc, facts, known.last.number + 1n, end.number, false)
  return { ...known, events: [...known.events, ...events], last: end }
}

async function stillThere(rpc: KeeperRpc, block: BlockHeader): Promise<boolean> {
  const { hash } = await readHeader(rpc, block.number)
  return hash === block.hash
}

async function readAll(
  rpc: KeeperRpc,
  facts: VaultFacts,
  end: BlockHeader,
  since: number,
): Promise<History> {
  const start = await lastBlockAt(rpc, end, since)
  const window = await read(rpc, facts, start.number + 1n, end.number, true)
  return {
    startBlock: start.number,
    since: start.timestamp,
    startState: window.startState,
    identity: window.identity,
    events: window.events,
    last: end,
  }
}

function read(
  rpc: KeeperRpc,
  { vault }: VaultFacts,
  fromBlock: bigint,
  toBlock: bigint,
  startState: boolean,
): Promise<PoolWindow> {
  return readPoolWindow({
    rpcUrls: rpc.healthyUrls(),
    chainId: rpc.chainId,
    pool: vault.pool,
    fromBlock: Number(fromBlock),
    toBlock: Number(toBlock < fromBlock ? fromBlock : toBlock),
    startState,
    finalityDepth: 0,
    timeoutMs: rpc.timeoutMs,
    maxFailures: 3,
    backOffMs: { first: 200, longest: 2_000 },
  })
}

function timelineOf(chainId: number, { vault }: VaultFacts, history: History): MarketTimeline {
  const { startBlock, identity, events } = history
  const columns = encodeEvents([...anchorOf(history), ...events])
  const spec = { fee: vault.poolFee, tickSpacing: vault.tickSpacing }
  const startState = history.startState ?? deriveStartState(columns, spec)
  const market: MarketData = {
    chainId,
    root: `blocks ${startBlock + 1n} to ${history.last.number}`,
    simulated: false,
    spec,
    tokens: [identity.token0, identity.token1],
    columns,
    startState,
    index: () => buildFeeGrowthIndex(columns, spec, startState),
  }
  return recordedTimeline(market)
}

/**
 * A recorded market begins with its first event, and a quiet pool may have none: one that changes nothing
 * stands for the state at the start block.
 */
function anchorOf({ startBlock, since, startState }: History): readonly PoolEvent[] {
  if (startState?.kind !== 'chain') return []
  return [
    {
      kind: 'increaseObservationCardinalityNext',
      blockNumber: Number(startBlock),
      logIndex: 0,
      timestamp: since,
      observationCardinalityNextOld: 1,
      observationCardinalityNextNew: 1,
    },
  ]
}

/** An endpoint that loses logs says so nowhere: where they lead to, the chain's state tells. */
function checkEnd(timeline: MarketTimeline, end: BlockHeader, state: PoolState): void {
  const count = timeline.track.length
  const price = timeline.sqrtPriceAfter(count)
  const liquidity = timeline.liquidityAt(count, end.timestamp)
  if (price === state.sqrtPriceX96 && liquidity === state.liquidity) return
  throw new RetryableError(
    'E_LOGS_INCOMPLETE',
    `the pool's logs do not lead to its state at block ${end.number}: some are missing`,
    {
      hint: 'an endpoint loses logs: it is tried again at the next tick, another endpoint would help',
      facts: {
        block: end.number,
        price,
        priceOnChain: state.sqrtPriceX96,
        liquidity,
        liquidityOnChain: state.liquidity,
      },
    },
  )
}
