import {
  compareWithChainStates,
  type ChainComparison,
  type GrowthComparison,
} from '@tickwise/backtest'
import { checkDataset, openDataset } from '@tickwise/market'
import type { CommandContext, CommandResult, CommonOptions } from '../command.ts'
import { formatShare, formatTime } from '../terminal/format.ts'

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

function renderHours({ hours, states, equalPrices }: ChainComparison): string[] {
  const growths = hours.flatMap(({ to, token0, token1 }) => [
    { to, token: 'token0', ...token0 },
    { to, token: 'token1', ...token1 },
  ])
  const differing = growths.filter(({ relation }) => relation !== 'equal')
  const hoursDiffering = new Set(differing.map(({ to }) => to)).size
  const explained = differing.filter(({ flash }) => flash !== undefined).length
  return [
    `On-chain states: price equal at ${equalPrices} of ${states}`,
    `Fee growth between them, equal to the last bit: ${hours.length - hoursDiffering} of ${hours.length} intervals in both tokens, ${growths.length - differing.length} of ${growths.length} counted by token`,
    ...differing.map(
      (growth) => `  until ${formatTime(growth.to)}  ${growth.token} ${renderGrowth(growth)}`,
    ),
    ...(differing.length === 0
      ? []
      : [
          `  ${explained} of ${differing.length} differences are flash-loan fees to the last bit; the data have no event for them.`,
        ]),
  ]
}

function renderGrowth({ relation, missingShare, flash }: GrowthComparison): string {
  const share = missingShare === null ? '' : ` by ${formatShare(Math.abs(missingShare))}`
  const difference = `${relation} the chain${share}`
  if (flash === undefined) return difference
  const { payments, paid } = flash
  const units = `${paid.toLocaleString('en-US')} base unit${paid === 1n ? '' : 's'}`
  return payments === 1
    ? `${difference}: one flash payment of ${units} explains it exactly`
    : `${difference}: two flash payments of ${units} together explain it exactly`
}
