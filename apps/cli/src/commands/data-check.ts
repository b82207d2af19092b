import {
  compareWithChainStates,
  type ChainComparison,
  type GrowthComparison,
} from '@tickwise/backtest'
import { checkDataset, openDataset } from '@tickwise/market'
import type { CommandContext, CommandResult, CommonOptions } from '../command.ts'
import { formatTime } from '../terminal/format.ts'

/** Findings printed; all are counted, and all kept ones are in the JSON. */
const shownFindings = 20

/** `tickwise data check <dir>` */
export async function dataCheck(
  context: CommandContext,
  _options: CommonOptions,
  directory: string,
): Promise<CommandResult> {
  const { style, signal, onProgress } = context
  const dataset = await openDataset(directory, {
    allowBroken: true,
    verify: true,
    signal,
    onProgress,
  })
  const check = await checkDataset(dataset, { signal, onProgress })
  const hours = dataset.chainStates.length > 1 ? compareWithChainStates(dataset) : undefined
  const lines = [
    `${check.rows.toLocaleString('en-US')} events checked: ${check.errors} errors, ${check.warnings} warnings`,
    ...check.findings
      .slice(0, shownFindings)
      .map(
        ({ severity, file, row, blockNumber, message }) =>
          `${style(severity === 'error' ? 'red' : 'yellow', severity)}  ${file} row ${row} (block ${blockNumber}): ${message}`,
      ),
  ]
  if (hours) lines.push('', ...renderHours(hours))
  lines.push(
    '',
    check.errors === 0
      ? style('green', 'Every event leads to the next one: the dataset is fit for exact replay.')
      : style('red', 'The dataset is broken: fetch or import the missing events again.'),
  )
  return {
    data: { directory, ...check, ...(hours ? { chainStates: hours } : {}) },
    text: lines.join('\n'),
    exitCode: check.errors === 0 ? 0 : 3,
  }
}

function renderHours(comparison: ChainComparison): string[] {
  const { hours, states, equalPrices } = comparison
  const differing = hours.filter(
    ({ token0, token1 }) => token0.relation !== 'equal' || token1.relation !== 'equal',
  )
  return [
    `On-chain states: price equal at ${equalPrices} of ${states}; fee growth equal to the last bit in ${hours.length - differing.length} of ${hours.length} intervals`,
    ...differing.map(
      ({ to, token0, token1 }) =>
        `  ${formatTime(to)}  token0 ${renderGrowth(token0)}, token1 ${renderGrowth(token1)}`,
    ),
    ...(differing.length === 0
      ? []
      : ['  Growth that no event on file explains is what flash-loan fees look like.']),
  ]
}

function renderGrowth({ relation, missingShare }: GrowthComparison): string {
  if (relation === 'equal') return 'equal'
  return `${relation} the chain by ${((missingShare ?? 0) * 100).toExponential(1)} %`
}
