import type { DatasetManifest } from '@tickwise/market'
import { listDatasets } from '@tickwise/market/list'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  formatTime,
  renderTable,
} from '@tickwise/terminal'
import { shownPath } from '../shown-path.ts'

/** `tickwise data list [dir]` */
export async function dataList(
  _context: CommandContext,
  _options: CommonOptions,
  folder: string,
): Promise<CommandResult> {
  const found = await listDatasets(folder)
  const data = found.map(({ directory, manifest }) => ({
    directory: shownPath(directory),
    kind: manifest.kind,
    name: nameOf(manifest),
    simulated: manifest.simulated,
    rows: rowsOf(manifest),
    from: manifest.timeRange.from,
    to: manifest.timeRange.to,
    root: manifest.root,
  }))
  if (data.length === 0) {
    return {
      data,
      text: `No dataset below ${folder}. Make one: tickwise data import <file or folder> --out ${folder}/<name>`,
    }
  }
  const table = renderTable(
    [
      { title: 'folder' },
      { title: 'what' },
      { title: 'rows', align: 'right' },
      { title: 'from (UTC)' },
      { title: 'to (UTC)' },
      { title: 'root' },
    ],
    data.map((entry) => [
      entry.directory,
      `${entry.name}${entry.simulated ? ' [simulated]' : ''}`,
      entry.rows.toLocaleString('en-US'),
      formatTime(entry.from),
      formatTime(entry.to),
      entry.root.slice(0, 10),
    ]),
  )
  return { data, text: table }
}

/** `USDC/WETH 0.05 % events`, `ETH/USDT 3600 s candles` … */
function nameOf(manifest: DatasetManifest): string {
  if (manifest.kind === 'candles')
    return `${manifest.symbol} ${manifest.secondsPerCandle} s candles`
  const { token0, token1, fee } = manifest.pool
  return `${token0.symbol}/${token1.symbol} ${fee / 10_000} % ${manifest.kind}`
}

function rowsOf(manifest: DatasetManifest): number {
  return typeof manifest.rows === 'number'
    ? manifest.rows
    : Object.values(manifest.rows).reduce((sum, count) => sum + count, 0)
}
