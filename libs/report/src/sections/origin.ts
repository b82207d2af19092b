import type { BacktestResult } from '@tickwise/backtest'
import type { Provenance } from '../document/provenance.ts'
import type { Block, Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { formatAmount, formatExactAmount, groupThousands } from '../format/amount.ts'
import { formatSmallShare } from '../format/number.ts'
import { formatMoment, formatSpan } from '../format/time.ts'

/** What every simulated run says where nobody overlooks it. */
export const SIMULATED =
  'SIMULATED DATA: no chain has seen these trades. A simulated market proves that the books close, not that the strategy earns.'

/** What makes the numbers less than exact. */
export function caveatSection({ result }: RunFacts): Section | undefined {
  if (result.warnings.length === 0) return undefined
  return {
    id: 'caveats',
    title: 'Read with care',
    blocks: [{ kind: 'notes', notes: result.warnings.map(sentence) }],
  }
}

function sentence(text: string): string {
  const closed = /[.!?]$/.test(text) ? text : `${text}.`
  return `${closed.charAt(0).toUpperCase()}${closed.slice(1)}`
}

/** Where the data come from, what was set, and how to make the run again. */
export function originSection(facts: RunFacts, provenance: Provenance): Section {
  const { result } = facts
  const commands: readonly Block[] =
    provenance.commands.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `To make this run again, with the same data and engine ${result.engine}; it has the id ${result.runId} everywhere:`,
          },
          { kind: 'command', lines: provenance.commands },
        ]
  return {
    id: 'origin',
    title: 'Data, settings, how to repeat it',
    blocks: [
      { kind: 'facts', facts: dataFacts(facts, provenance) },
      ...commands,
      { kind: 'facts', facts: settingFacts(facts) },
    ],
  }
}

function dataFacts({ result, pair }: RunFacts, { dataset }: Provenance): [string, string][] {
  const { dataset: used, engine, runId } = result
  return [
    [
      'data',
      used.simulated ? 'SIMULATED: a market that no chain has seen' : 'recorded events of a pool',
    ],
    ['pool', `${pair} on chain ${used.chainId}${dataset === undefined ? '' : `, ${dataset.pool}`}`],
    ...(dataset === undefined
      ? []
      : ([
          ['dataset', dataset.path],
          ['source', dataset.source],
          [
            'it covers',
            `${formatMoment(dataset.from)} to ${formatMoment(dataset.to)} UTC, ${groupThousands(String(dataset.events))} events`,
          ],
        ] as [string, string][])),
    ['dataset root', used.root],
    ['run', runId],
    ['engine', engine],
    ['digest of all decisions', result.decisions.digest],
  ]
}

function settingFacts(facts: RunFacts): [string, string][] {
  const { result, money } = facts
  const { settings, dataset, strategy, capacity } = result
  const capital = [
    `${formatExactAmount(BigInt(settings.capital0), dataset.decimals0)} ${dataset.symbol0}`,
    `${formatExactAmount(BigInt(settings.capital1), dataset.decimals1)} ${dataset.symbol1}`,
  ]
  return [
    ['strategy', `${strategy.name}: ${strategy.title}`],
    ['parameters', parameterWords(strategy.parameters)],
    ['window', `${formatMoment(settings.from)} to ${formatMoment(settings.to)} UTC`],
    ['start capital', capital.join(' and ')],
    ['told in', `${money.symbol}, ${money.decimals} decimals`],
    [
      'own impact',
      `${settings.impact}; at most ${formatSmallShare(capacity.maxLiquidityShare)} of the liquidity in range`,
    ],
    [
      'timing',
      `decides ${formatSpan(settings.confirmationSeconds)} after the end of an epoch of ${formatSpan(settings.epochSeconds)}, acts ${formatSpan(settings.delaySeconds)} later`,
    ],
    [
      'gas',
      `mint ${settings.gas.mint}, burn ${settings.gas.burn}, swap ${settings.gas.swap} units; data fee ${formatExactAmount(BigInt(settings.l1FeeWei), 9)} gwei per transaction`,
    ],
    ['native token', nativeWords(facts)],
    [
      'failures',
      settings.failureProbability === 0
        ? 'every transaction succeeds'
        : `${formatSmallShare(settings.failureProbability)} of transactions fail, seed ${settings.seed}`,
    ],
    [
      'vault fees',
      `${settings.managementFeeBps} bps a year of the value, ${settings.performanceFeeBps} bps of gains`,
    ],
    ['LVR is measured every', formatSpan(settings.markoutSeconds)],
  ]
}

/** Parameters as they are typed: `halfWidthTicks=1000 swap=true`. */
export function parameterWords(parameters: BacktestResult['strategy']['parameters']): string {
  const words = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  return words.join(' ') || 'none'
}

function nativeWords({ result, money }: RunFacts): string {
  const { nativePrice } = result.settings
  const { symbol0, symbol1 } = result.dataset
  if (nativePrice === 'none') return 'without a price: gas is not counted'
  if (nativePrice === 'token0') return `${symbol0}, at the price of the pool`
  if (nativePrice === 'token1') return `${symbol1}, at the price of the pool`
  return `${formatAmount(BigInt(nativePrice), money.decimals, money.digits)} ${money.symbol} throughout`
}
