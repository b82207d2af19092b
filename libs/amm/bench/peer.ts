import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S1Workload } from './s1-workload.ts'

/** The exact simulator in use, which ours is measured against. */
export const PEER = '@bella-defintech/uniswap-v3-simulator'
export const PEER_VERSION = '0.1.5'

/** An integer of the peer's big-number library; it prints as decimal digits. */
interface PeerInteger {
  toString(): string
}

export interface PeerPool {
  readonly sqrtPriceX96: PeerInteger
  readonly liquidity: PeerInteger
  readonly tickCurrent: number
  readonly feeGrowthGlobal0X128: PeerInteger
  readonly feeGrowthGlobal1X128: PeerInteger
  initialize(sqrtPriceX96: PeerInteger): void
  mint(owner: string, tickLower: number, tickUpper: number, liquidity: PeerInteger): unknown
  swap(zeroForOne: boolean, amountSpecified: PeerInteger): unknown
}

export interface Peer {
  readonly CorePool: new (
    token0: string,
    token1: string,
    fee: number,
    tickSpacing: number,
  ) => PeerPool
  readonly toInteger: (digits: string) => PeerInteger
}

/** The peer's amounts of a workload, so that making them is not timed. */
export function peerAmounts(workload: S1Workload, peer: Peer): readonly PeerInteger[] {
  return workload.swaps.map((swap) => peer.toInteger(String(swap.amountSpecified)))
}

/** Executes the workload in the peer's pool. */
export function runPeer(
  workload: S1Workload,
  amounts: readonly PeerInteger[],
  pool: PeerPool,
): void {
  workload.swaps.forEach((swap, i) => {
    const amount = amounts[i]
    if (amount !== undefined) pool.swap(swap.zeroForOne, amount)
  })
}

/** The peer's pool before the first swap of the workload. */
export function createPeerPool(workload: S1Workload, peer: Peer): PeerPool {
  const { CorePool, toInteger } = peer
  const pool = new CorePool('USDC', 'WETH', workload.fee, workload.tickSpacing)
  pool.initialize(toInteger(String(workload.sqrtPriceX96)))
  for (const { tickLower, tickUpper, liquidity } of workload.positions) {
    pool.mint('lp', tickLower, tickUpper, toInteger(String(liquidity)))
  }
  return pool
}

/**
 * Loads the peer, installed on demand into the system's folder for temporary files: it is run, not part
 * of this project (its licence is BUSL-1.1). Undefined where it cannot be installed.
 */
export function loadPeer(): Peer | undefined {
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
