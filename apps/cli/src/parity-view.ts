import type { ParityRun, RebalanceComparison } from '@tickwise/parity'
import {
  counted,
  formatDuration,
  formatTime,
  formatUnits,
  renderFacts,
  renderTable,
  type CommandContext,
} from '@tickwise/terminal'

/** Rebalances, epochs, totals and verdict of a parity run. */
export function renderParity({ style }: CommandContext, run: ParityRun): string {
  const { report, played, plan } = run
  const verdict = report.passed
    ? `${style('green', 'equal')}: the contracts did what the backtest said`
    : `${style('red', 'DIFFERENT')}: contracts and backtest part, see the first row that differs`
  return [
    renderFacts([
      [
        'stretch',
        `${formatTime(plan.from)} to ${formatTime(plan.to)} UTC, ${counted(report.epochs.length - 1, 'epoch')} of ${formatDuration(plan.model.file.epochSeconds)}`,
      ],
      [
        'on chain',
        `${counted(played.events, 'event')} of the market, ${counted(played.rebalances.length, 'rebalance')} by the keeper, in ${formatDuration(Math.round(played.milliseconds / 1000))}`,
      ],
    ]),
    '',
    'Rebalances',
    renderRebalances(report.rebalances),
    '',
    'Net asset value at the end of each epoch',
    renderEpochs(run),
    '',
    renderFacts([
      ['ranges', `${report.unequalRebalances} of ${report.rebalances.length} differ`],
      ['fees', `differ by ${report.worstFeeDifference} raw units at most`],
      ['value', `differs by ${report.worstNavDifferenceBps} bp at most`],
      ['refused', `${report.refused} times by the guards of the vault`],
    ]),
    '',
    verdict,
  ].join('\n')
}

/** Every rebalance on chain beside that of the backtest. */
export function renderRebalances(rebalances: readonly RebalanceComparison[]): string {
  return renderTable(
    [
      { title: 'time (UTC)' },
      { title: 'ranges' },
      { title: 'liquidity', align: 'right' },
      { title: 'same' },
      { title: 'fee0 diff', align: 'right' },
      { title: 'fee1 diff', align: 'right' },
      { title: 'refused before' },
    ],
    rebalances.map(({ timestamp, chain = [], equal, ...rest }) => [
      formatTime(timestamp),
      chain.map(({ tickLower, tickUpper }) => `${tickLower}…${tickUpper}`).join(' '),
      chain.map(({ liquidity }) => String(liquidity)).join(' '),
      equal ? 'yes' : 'NO',
      String(rest.fee0Difference),
      String(rest.fee1Difference),
      [...new Set(rest.refusals)].join(' '),
    ]),
  )
}

function renderEpochs({ report, plan }: ParityRun): string {
  const { symbol, decimals } = plan.market.tokens[plan.asset]
  return renderTable(
    [
      { title: 'time (UTC)' },
      { title: `chain ${symbol}`, align: 'right' },
      { title: `backtest ${symbol}`, align: 'right' },
      { title: 'diff bp', align: 'right' },
      { title: 'same tick' },
    ],
    report.epochs.map(({ timestamp, chainNav, backtestNav, differenceBps, sameTick }) => [
      formatTime(timestamp),
      formatUnits(chainNav, decimals, decimals),
      formatUnits(backtestNav, decimals, decimals),
      String(differenceBps),
      sameTick ? 'yes' : 'NO',
    ]),
  )
}
