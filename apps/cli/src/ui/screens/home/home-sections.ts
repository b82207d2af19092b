import { counted, formatPercent, formatTime } from '@tickwise/terminal'
import type { ListedDataset, ListedModels, ListedVault } from '../../services/ui-services.ts'
import type { RunList } from '@tickwise/runs'
import type { Loadable } from '../../shell/loadable.ts'
import { datasetName, datasetRows, dayRange, poolName, strategyName } from '../names.ts'

/** What there is; each part comes when it is read. */
export interface HomeData {
  readonly datasets: Loadable<readonly ListedDataset[]>
  readonly runs: Loadable<RunList>
  readonly models: Loadable<ListedModels>
  readonly vaults: Loadable<readonly ListedVault[]>
}

/** One kind of things: how many there are, and the first of them. */
export interface HomeSection {
  readonly title: string
  readonly items: readonly HomeItem[]
  /** A sentence in place of items. */
  readonly note?: string
  /** Items are still to come. */
  readonly isLoading?: boolean
}

/** Something that can be opened. */
export interface HomeItem {
  readonly cells: readonly string[]
  readonly opens: readonly [screen: string, ...args: string[]]
}

/** All sections with at most `limit` items each. */
export function homeSections(data: HomeData, limit: number): readonly HomeSection[] {
  return [
    section('Datasets', data.datasets, (all) => all.map(datasetItem), limit, {
      screen: 'datasets',
      empty: 'none yet, try  :data simulate --out data/market',
    }),
    section('Runs', data.runs, ({ runs }) => runs.map(runItem), limit, {
      screen: 'runs',
      empty: 'none yet, try  :backtest --dataset data/sample --strategy recentre',
    }),
    section('Models', data.models, ({ models }) => models.map(modelItem), limit, {
      screen: 'models',
      empty: 'none yet, try  :train --help',
    }),
    section('Vaults', data.vaults, (all) => all.map(vaultItem), limit, {
      screen: 'keeper',
      empty: 'none known here, open one with  :vault <address>',
    }),
  ]
}

function section<Value>(
  name: string,
  data: Loadable<Value>,
  itemsOf: (value: Value) => readonly HomeItem[],
  limit: number,
  { screen, empty }: { readonly screen: string; readonly empty: string },
): HomeSection {
  if (data.status === 'loading') {
    return { title: name, items: [], note: 'loading', isLoading: true }
  }
  if (data.status === 'failed') {
    return { title: name, items: [], note: `${data.error.message} (${data.error.code})` }
  }
  const items = itemsOf(data.value)
  if (items.length === 0) return { title: `${name} 0`, items, note: empty }
  const title = `${name} ${items.length}`
  if (items.length <= limit) return { title, items }
  const rest = counted(items.length - limit + 1, 'more')
  const more: HomeItem = { cells: [`${rest.replace(/s$/, '')}…`], opens: [screen] }
  return { title, items: [...items.slice(0, limit - 1), more] }
}

function datasetItem({ directory, manifest }: ListedDataset): HomeItem {
  return {
    cells: [
      directory,
      `${datasetName(manifest)}${manifest.simulated ? ' [simulated]' : ''}`,
      `${datasetRows(manifest).toLocaleString('en-US')} rows`,
      dayRange(manifest.timeRange),
    ],
    opens: ['dataset', directory],
  }
}

function runItem(run: RunList['runs'][number]): HomeItem {
  return {
    cells: [
      run.runId,
      `${formatPercent(run.metrics.totalReturn).padStart(9)}  ${strategyName(run)}`,
      poolName(run),
      formatTime(Math.floor(Date.parse(run.madeAt) / 1000)),
    ],
    opens: ['run', run.runId],
  }
}

function modelItem({ hash, state, card }: ListedModels['models'][number]): HomeItem {
  return {
    cells: [hash.slice(0, 12), `${card.name} (${state})`, card.target.kind, card.market.source],
    opens: ['model', hash],
  }
}

function vaultItem({ address, from, chainId }: ListedVault): HomeItem {
  return {
    cells: [address.slice(0, 12), from, chainId === undefined ? '' : `chain ${chainId}`, address],
    opens: ['vault', address],
  }
}
