import type { Dataset } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  formatTime,
  renderFacts,
} from '@tickwise/terminal'
import { shownPath } from './shown-path.ts'

/** What a command that made a dataset says about it. */
export function summariseDataset(
  context: CommandContext,
  dataset: Dataset,
  notes: readonly string[] = [],
): CommandResult {
  const { manifest } = dataset
  const directory = shownPath(dataset.directory)
  const { token0, token1, fee } = manifest.pool
  const rows = Object.entries(manifest.rows).map(
    ([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`,
  )
  return {
    data: {
      directory,
      dataset: { root: dataset.root, simulated: dataset.simulated },
      pool: manifest.pool,
      rows: manifest.rows,
      timeRange: manifest.timeRange,
      blockRange: manifest.blockRange,
      startState: manifest.startState.kind,
      positionEvents: manifest.positionEvents?.rows ?? 0,
      chainStates: manifest.chainStates?.rows ?? 0,
      gapCheck: manifest.gapCheck,
      notes,
    },
    text: [
      renderFacts([
        [
          'dataset',
          `${context.style('bold', directory)}${dataset.simulated ? ' [simulated]' : ''}`,
        ],
        [
          'pool',
          `${token0.symbol}/${token1.symbol} ${fee / 10_000} %, chain ${manifest.pool.chainId}`,
        ],
        [
          'time',
          `${formatTime(manifest.timeRange.from)} to ${formatTime(manifest.timeRange.to)} UTC`,
        ],
        ['events', rows.join(', ')],
        ['position events', String(manifest.positionEvents?.rows ?? 0)],
        ['gaps', `${manifest.gapCheck.how}: ${manifest.gapCheck.result}`],
        ['root', dataset.root],
      ]),
      ...notes.map((note) => context.style('yellow', note)),
      '',
      `Next: tickwise backtest --dataset ${directory} --strategy volatility-band`,
    ].join('\n'),
  }
}
