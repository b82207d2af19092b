import { buildFeeGrowthIndex, deriveStartState, replaySteps } from '@tickwise/amm'
import { arbitrumSpec, hasSharedData, loadArbitrumWindow } from '../src/testing/shared-data.ts'
import { medianOf, timePasses } from './median-seconds.ts'
import { createPeerPool, loadPeer, PEER, PEER_VERSION, peerAmounts, runPeer } from './peer.ts'
import { recordS1 } from './recorded-s1.ts'
import type { RecordedStream } from './recorded-s1.ts'
import { loadS1 } from './s1-workload.ts'
import type { S1Workload } from './s1-workload.ts'

export const title = 'Replay of recorded events'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const PASSES = 7
const ROUNDS = 5

/** Recorded streams replayed and checked, and turned into the fee-growth index. */
export async function benchReplay(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  const workload = loadS1()
  if (workload !== undefined) {
    const recorded = recordS1(workload)
    rows.push(...measure('S1', recorded), ...compareWithPeer(workload, recorded))
  }
  if (!hasSharedData) return rows
  const columns = await loadArbitrumWindow('W2')
  const start = deriveStartState(columns, arbitrumSpec)
  rows.push(...measure('14 days of WETH/USDC', { columns, spec: arbitrumSpec, start }))
  return rows
}

function measure(name: string, { columns, spec, start }: RecordedStream): BenchRow[] {
  const visitor = { onStep: () => undefined }
  let swaps = 0
  const replay = timePasses(
    PASSES,
    () => undefined,
    () => {
      swaps = replaySteps(columns, spec, start, visitor, { strict: true }).swaps
    },
  )
  const build = timePasses(
    PASSES,
    () => undefined,
    () => void buildFeeGrowthIndex(columns, spec, start, { strict: true }),
  )
  const events = columns.length.toLocaleString('en-US')
  const note = `${events} events, every swap checked; median of ${PASSES}`
  return [
    { name: `${name}: replay`, value: swaps / medianOf(replay), unit: 'swaps/s', note },
    { name: `${name}: replay`, value: columns.length / medianOf(replay), unit: 'events/s', note },
    { name: `${name}: index built`, value: medianOf(build), unit: 's', note },
  ]
}

/** Replay of the recorded stream against the peer's execution of the swaps it came from, turn by turn. */
function compareWithPeer(
  workload: S1Workload,
  { columns, spec, start }: RecordedStream,
): BenchRow[] {
  const peer = loadPeer()
  if (peer === undefined) return []
  const amounts = peerAmounts(workload, peer)
  const visitor = { onStep: () => undefined }
  const ratios = Array.from({ length: ROUNDS }, () => {
    const ours = timePasses(
      PASSES,
      () => undefined,
      () => void replaySteps(columns, spec, start, visitor, { strict: true }),
    )
    const theirs = timePasses(
      1,
      () => createPeerPool(workload, peer),
      (pool) => runPeer(workload, amounts, pool),
    )
    return medianOf(theirs) / medianOf(ours)
  })
  const note = `median of ${ROUNDS} rounds; the peer executes the swaps, it cannot replay events`
  return [
    { name: `S1: ratio to ${PEER} ${PEER_VERSION}`, value: medianOf(ratios), unit: '×', note },
  ]
}
