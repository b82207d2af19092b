import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { formatAmount, formatSignedAmount, groupThousands } from '../format/amount.ts'
import { counted, formatChange, formatFixed, formatShare } from '../format/number.ts'
import { costsOf } from './headline.ts'

/** What was paid: gas, own swaps, fees of the vault. */
export function costSection({ result, money, navStart }: RunFacts): Section {
  const { attribution, metrics, actions } = result
  const digits = Math.min(money.decimals, money.digits + 2)
  const signed = (raw: bigint): string => formatSignedAmount(raw, money.decimals, digits)
  const share = (raw: bigint): string =>
    formatChange(navStart > 0n ? Number(raw) / Number(navStart) : null, 3)
  const row = (name: string, raw: bigint): readonly string[] => [name, signed(raw), share(raw)]
  const total = costsOf(attribution)
  const units = actions.reduce((sum, { gasUnits }) => sum + BigInt(gasUnits), 0n)
  return {
    id: 'costs',
    title: 'Costs',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: `Costs, ${money.symbol}`,
          columns: [
            { title: 'cost' },
            { title: money.symbol, align: 'right' },
            { title: 'of start value', align: 'right' },
          ],
          rows: [
            row('gas', BigInt(attribution.gas)),
            row('fees of own swaps', BigInt(attribution.swapFee)),
            row('price impact of own swaps', BigInt(attribution.swapImpact)),
            row('management and performance fees', BigInt(attribution.vaultFees)),
          ],
          footer: [...row('all costs', total)],
        },
      },
      {
        kind: 'text',
        text: `${counted(actions.length, 'transaction')} used ${groupThousands(units.toString())} units of gas${gasPriceWords(result)}. Own swaps turned over ${formatFixed(metrics.turnover)} times the mean value${metrics.gasShare === null ? '' : `; gas took ${formatShare(metrics.gasShare)} of the fees`}.`,
      },
    ],
  }
}

function gasPriceWords({ settings, dataset }: RunFacts['result']): string {
  const { gasPriceWei, nativePrice } = settings
  if (nativePrice === 'none')
    return ', which are not counted: the price of the native token is not known'
  const native =
    nativePrice === 'token0'
      ? dataset.symbol0
      : nativePrice === 'token1'
        ? dataset.symbol1
        : 'the native token'
  return typeof gasPriceWei === 'string'
    ? ` at ${trimmed(formatAmount(BigInt(gasPriceWei), 9, 9))} gwei, paid in ${native}`
    : ` at prices that change over time, paid in ${native}`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
