import {
  counted,
  formatTime,
  formatUnits,
  renderFacts,
  type CommandContext,
} from '@tickwise/terminal'
import { renderTotal } from '../forecast/scores-view.ts'
import { renderRebalances } from '../parity-view.ts'
import { COMPARED_EPOCHS, type LivedThrough } from './live-through.ts'
import type { TaughtModel } from './teach-model.ts'

/** What the model learned, and whether it is worth anything. */
export function renderTeaching({ style }: CommandContext, { trained, named }: TaughtModel): string {
  return [
    style('bold', 'A model learns from all but the last day, walked forward'),
    renderTotal(trained.report),
    `Verdict: ${trained.choice.reason}`,
    `As int8 numbers it has the hash ${named.hash}`,
  ].join('\n')
}

/** How the vault lived, who left with what, what was verified, and that the backtest says the same. */
export function renderLife({ style }: CommandContext, life: LivedThrough): string {
  const { plan, played, report, reveals, matching } = life
  const equal = report.passed
    ? style('green', 'equal')
    : style('red', 'DIFFERENT: see tickwise parity')
  return [
    style(
      'bold',
      'The last day on a local node: the real pool, vault, registry, oracle, model, keeper',
    ),
    renderFacts([
      ['stretch', `${formatTime(plan.from)} to ${formatTime(plan.to)} UTC`],
      [
        'keeper',
        `${counted(reveals, 'commitment')} made and revealed, ${counted(played.rebalances.length, 'rebalance')} carried out`,
      ],
      ...departureFacts(life),
      [
        'verified',
        `${matching} of ${reveals} follow from what the chain has: ${matching === reveals ? style('green', 'MATCH') : style('red', 'DIFFERENCE')}`,
      ],
    ]),
    '',
    `Backtest and chain over the first ${COMPARED_EPOCHS} epochs`,
    renderRebalances(report.rebalances),
    renderFacts([
      ['fees', `differ by ${report.worstFeeDifference} raw units at most`],
      ['value', `differs by ${report.worstNavDifferenceBps} bp at most`],
      ['verdict', equal],
    ]),
  ].join('\n')
}

function departureFacts({
  plan,
  departures,
}: LivedThrough): readonly (readonly [string, string])[] {
  const { tokens } = plan.market
  const { inKind, queued } = departures
  const asset = tokens[plan.asset]
  return [
    ...(inKind === undefined
      ? []
      : [
          [
            'left in kind',
            `${formatUnits(inKind.amount0, tokens[0].decimals, tokens[0].decimals)} ${tokens[0].symbol} and ${formatUnits(inKind.amount1, tokens[1].decimals, 6)} ${tokens[1].symbol}, at once`,
          ] as const,
        ]),
    ...(queued === undefined
      ? []
      : [
          [
            'left by queue',
            queued.assets === undefined
              ? 'waits: no rebalance has come since'
              : `${formatUnits(queued.assets, asset.decimals, asset.decimals)} ${asset.symbol}, paid by a rebalance`,
          ] as const,
        ]),
  ]
}
