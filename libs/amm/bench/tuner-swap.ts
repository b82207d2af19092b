import type { ExactPool } from '@tickwise/amm'
import { medianOf, timePasses } from './median-seconds.ts'
import { createPeerPool, loadPeer, PEER, PEER_VERSION, peerAmounts, runPeer } from './peer.ts'
import type { Peer } from './peer.ts'
import { createS1Pool, loadS1 } from './s1-workload.ts'
import type { S1Workload } from './s1-workload.ts'

export const title = 'Exact swap execution against the exact simulator in use'

const ROUNDS = 5
const PASSES_OF_OURS = 7

/**
 * The exact pool against `CorePool` of `@bella-defintech/uniswap-v3-simulator`, on the same stream S1
 * in the same process. The run fails if the states differ after any swap.
 */
export async function benchTunerSwap() {
  const workload = loadS1()
  const peer = workload && loadPeer()
  if (workload === undefined || peer === undefined) return []
  assertSameStates(workload, peer)
  const amounts = peerAmounts(workload, peer)
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
        (pool) => runPeer(workload, amounts, pool),
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
