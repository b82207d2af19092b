import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExactPool } from '@tickwise/amm'
import { medianOf, timePasses } from './median-seconds.ts'
import { createS1Pool, loadS1 } from './s1-workload.ts'
import type { S1Workload } from './s1-workload.ts'

export const title = 'Exact swap execution against the exact simulator in use'

const PEER = '@bella-defintech/uniswap-v3-simulator'
const PEER_VERSION = '0.1.5'
const ROUNDS = 5
const PASSES_OF_OURS = 7

/** An integer of the peer's big-number library; it prints as decimal digits. */
interface PeerInteger {
  toString(): string
}

interface PeerPool {
  readonly sqrtPriceX96: PeerInteger
  readonly liquidity: PeerInteger
  readonly tickCurrent: number
  readonly feeGrowthGlobal0X128: PeerInteger
  readonly feeGrowthGlobal1X128: PeerInteger
  initialize(sqrtPriceX96: PeerInteger): void
  mint(owner: string, tickLower: number, tickUpper: number, liquidity: PeerInteger): unknown
  swap(zeroForOne: boolean, amountSpecified: PeerInteger): unknown
}

interface Peer {
  readonly CorePool: new (
    token0: string,
    token1: string,
    fee: number,
    tickSpacing: number,
  ) => PeerPool
  readonly toInteger: (digits: string) => PeerInteger
}

/**
 * The exact pool against `CorePool` of `@bella-defintech/uniswap-v3-simulator`, on the same stream S1
 * in the same process. The peer is installed on demand into the system's folder for temporary files: it is run, not part
 * of this project (its licence is BUSL-1.1). The run fails if the states differ after any swap.
 */
export async function benchTunerSwap() {
  const workload = loadS1()
  const peer = workload && loadPeer()
  if (workload === undefined || peer === undefined) return []
  assertSameStates(workload, peer)
  const amounts = workload.swaps.map((swap) => peer.toInteger(String(swap.amountSpecified)))
  // Turn by turn, so that whatever else the machine does meets both alike.
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: medianOf(
      timePasses(
        PASSES_OF_OURS,
        () => createS1Pool(workload),
        (pool) => runOurs(workload, pool),
      ),
    ),
    theirs: medianOf(
      timePasses(
        1,
        () => createPeerPool(workload, peer),
        (pool) => runTheirs(workload, amounts, pool),
      ),
    ),
  }))
  const oursPerSecond = workload.swaps.length / medianOf(rounds.map(({ ours }) => ours))
  const theirsPerSecond = workload.swaps.length / medianOf(rounds.map(({ theirs }) => theirs))
  const count = workload.swaps.length.toLocaleString('en-US')
  return [
    { name: 'ExactPool, S1', value: oursPerSecond, unit: 'swaps/s', note: 'median of 5 rounds' },
    { name: `${PEER} ${PEER_VERSION}, S1`, value: theirsPerSecond, unit: 'swaps/s' },
    {
      name: 'ratio',
      value: medianOf(rounds.map(({ ours, theirs }) => theirs / ours)),
      unit: '×',
      note: `all five state fields equal after each of ${count} swaps`,
    },
  ]
}

function runOurs(workload: S1Workload, pool: ExactPool): void {
  for (const swap of workload.swaps) pool.swap(swap, swap.timestamp)
}

function runTheirs(workload: S1Workload, amounts: readonly PeerInteger[], pool: PeerPool): void {
  workload.swaps.forEach((swap, i) => {
    const amount = amounts[i]
    if (amount !== undefined) pool.swap(swap.zeroForOne, amount)
  })
}

function createPeerPool(workload: S1Workload, peer: Peer): PeerPool {
  const { CorePool, toInteger } = peer
  const pool = new CorePool('USDC', 'WETH', workload.fee, workload.tickSpacing)
  pool.initialize(toInteger(String(workload.sqrtPriceX96)))
  for (const { tickLower, tickUpper, liquidity } of workload.positions) {
    pool.mint('lp', tickLower, tickUpper, toInteger(String(liquidity)))
  }
  return pool
}

function assertSameStates(workload: S1Workload, peer: Peer): void {
  const ours = createS1Pool(workload)
  const theirs = createPeerPool(workload, peer)
  workload.swaps.forEach((swap, index) => {
    ours.swap(swap, swap.timestamp)
    theirs.swap(swap.zeroForOne, peer.toInteger(String(swap.amountSpecified)))
    const a = [ours.sqrtPriceX96, ours.tick, ours.liquidity]
    const b = [theirs.sqrtPriceX96, theirs.tickCurrent, theirs.liquidity]
    const aText = [...a, ours.feeGrowthGlobal0X128, ours.feeGrowthGlobal1X128].join()
    const bText = [...b, theirs.feeGrowthGlobal0X128, theirs.feeGrowthGlobal1X128].join()
    if (aText !== bText) throw new Error(`states differ after swap ${index}: ${aText} | ${bText}`)
  })
}

function loadPeer(): Peer | undefined {
  const folder = join(tmpdir(), `tickwise-bench-peer-${PEER_VERSION}`)
  const installed = join(folder, 'node_modules', PEER)
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true })
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
    const { status } = spawnSync('npm', ['i', ...flags, `${PEER}@${PEER_VERSION}`], {
      stdio: ['ignore', 2, 2],
    })
    if (status !== 0) {
      console.error(`${PEER} could not be installed: the comparison is left out`)
      return undefined
    }
  }
  const require = createRequire(join(installed, 'package.json'))
  const { CorePool } = require(join(installed, 'dist/core/CorePool')) as Pick<Peer, 'CorePool'>
  const integers = require('jsbi') as { BigInt(digits: string): PeerInteger }
  return { CorePool, toInteger: (digits) => integers.BigInt(digits) }
}
