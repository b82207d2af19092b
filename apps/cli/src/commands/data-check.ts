import { compareWithChainStates } from '@tickwise/backtest'
import { checkDataset, openDataset } from '@tickwise/market'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  counted,
} from '@tickwise/terminal'
import { renderChainComparison } from '../chain-comparison-view.ts'

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
    signal,
    onProgress,
  })
  const check = await checkDataset(dataset, { signal, onProgress })
  const hours = dataset.chainStates.length > 1 ? compareWithChainStates(dataset) : undefined
  const lines = [
    `${check.rows.toLocaleString('en-US')} events checked: ${counted(check.errors, 'error')}, ${counted(check.warnings, 'warning')}`,
    ...check.findings
      .slice(0, shownFindings)
      .map(
        ({ severity, file, row, blockNumber, message }) =>
          `${style(severity === 'error' ? 'red' : 'yellow', severity)}  ${file}${row === 0 ? '' : ` row ${row} (block ${blockNumber})`}: ${message}`,
      ),
  ]
  if (hours) lines.push('', ...renderChainComparison(hours))
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
