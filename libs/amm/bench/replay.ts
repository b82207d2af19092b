import { buildFeeGrowthIndex, deriveStartState, replaySteps } from '@tickwise/amm'
import { arbitrumSpec, hasSharedData, loadArbitrumWindow } from '../src/testing/shared-data.ts'
import { medianOf, timePasses } from './median-seconds.ts'
import { recordS1 } from './recorded-s1.ts'
import type { RecordedStream } from './recorded-s1.ts'
import { loadS1 } from './s1-workload.ts'

export const title = 'Replay of recorded events'

interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note?: string
}

const PASSES = 7

/** Recorded streams replayed and checked, and turned into the fee-growth index. */
export async function benchReplay(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  const workload = loadS1()
  if (workload !== undefined) rows.push(...measure('S1', recordS1(workload)))
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
