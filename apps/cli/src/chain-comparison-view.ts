import type { ChainComparison, GrowthComparison } from '@tickwise/backtest'
import { formatShare, formatTime } from '@tickwise/terminal'

/** How a replay agrees with the states read from the chain; every difference has a line. */
export function renderChainComparison({ hours, states, equalPrices }: ChainComparison): string[] {
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
  const amounts = flash.at.map(
    ({ paid }) => `${paid.toLocaleString('en-US')} base unit${paid === 1n ? '' : 's'}`,
  )
  if (flash.payments === 1)
    return `${difference}: one flash payment of ${amounts[0]} explains it exactly`
  const together = flash.at.length === 1 ? ' together' : ''
  return `${difference}: two flash payments of ${amounts.join(' and ')}${together} explain it exactly`
}
