import type { DatasetManifest } from '@tickwise/market'
import { formatDuration, formatTime, type ChartPoint } from '@tickwise/terminal'
import type { Fact } from '../../parts/facts.tsx'
import { datasetName } from '../names.ts'

/** What `data show` tells of a dataset with events; of bars and candles it has neither volume nor liquidity. */
export interface ShownDataset {
  readonly directory: string
  readonly manifest: DatasetManifest
  readonly price?: { readonly label: string; readonly points: readonly ChartPoint[] }
  readonly daily?: readonly { readonly date: string; readonly volume1: string }[]
  readonly liquidity?: readonly {
    readonly tickLower: number
    /** Absent where the data do not reveal it. */
    readonly liquidity?: string
    readonly current: boolean
  }[]
}

/** Where the data come from, and how it was made sure that none is missing. */
export function provenanceFacts({ directory, manifest }: ShownDataset): readonly Fact[] {
  const { from, to } = manifest.timeRange
  return [
    ['folder', directory],
    ['what', datasetName(manifest)],
    ['data', manifest.simulated ? 'simulated: no chain has seen it' : 'recorded'],
    ['source', manifest.source.text],
    ['time', `${formatTime(from)} to ${formatTime(to)} UTC (${formatDuration(to - from)})`],
    ...kindFacts(manifest),
    ['root', manifest.root],
  ]
}

function kindFacts(manifest: DatasetManifest): readonly Fact[] {
  switch (manifest.kind) {
    case 'events':
      return [
        ['pool', `${manifest.pool.address} on chain ${manifest.pool.chainId}`],
        ['blocks', `${manifest.blockRange.from} to ${manifest.blockRange.to}`],
        ['events', counts(manifest.rows)],
        ['start state', manifest.startState.kind],
        ['gaps', `${manifest.gapCheck.how}: ${manifest.gapCheck.result}`],
      ]
    case 'bars':
      return [
        ['bars', manifest.rows.toLocaleString('en-US')],
        ['gaps', `${manifest.missingBars} bars are missing in between`],
      ]
    case 'candles':
      return [
        ['candles', manifest.rows.toLocaleString('en-US')],
        ['gaps', `${manifest.missingCandles} candles are missing in between`],
      ]
  }
}

function counts(rows: Readonly<Record<string, number>>): string {
  return Object.entries(rows)
    .map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`)
    .join(', ')
}
