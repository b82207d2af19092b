import {
  receiptHash,
  type Difference,
  type ModelSource,
  type Receipt,
  type RevealPlace,
  type StateMethod,
  type Vault,
  type Verdict,
} from '@tickwise/protocol'
import { formatTime, renderFacts, renderTable, type Styler } from '@tickwise/terminal'

/** One reveal of a vault and how its verification ended. */
export type CheckedReveal = RevealPlace &
  (
    | {
        readonly result: 'match' | 'difference'
        readonly outcome: Receipt['decision']['outcome']
        readonly difference: Difference | null
        readonly stateFrom: StateMethod
        readonly modelFrom: ModelSource
        readonly receiptHash: string
      }
    | { readonly result: 'unknown'; readonly reason: string; readonly code: string }
  )

const modelWords: Readonly<Record<ModelSource, string>> = {
  file: 'run again from the file',
  deployment: 'read back from its deployment, whose bytes its address proves, and run again',
  contract: 'the contract was asked again: its deployment was not found',
  none: 'not run again: nobody but its keeper can',
}

const stateWords: Readonly<Record<StateMethod, string>> = {
  'block-before': 'that of the block before: nothing else happened at pool and vault in its block',
  replay: 'its block was run again up to the transaction',
}

/** The verification of one reveal, for a person. */
export function renderVerdict(style: Styler, verdict: Verdict): string {
  const { receipt, difference, stateFrom, modelFrom } = verdict
  const { reveal, decision, forecast, rebalance, model, commitment } = receipt
  const { inference } = commitment
  const headline =
    difference === undefined
      ? style('green', 'MATCH: everything follows from what the chain has')
      : `${style('red', 'DIFFERENCE')} at ${style('bold', difference.field)}`
  const facts: (readonly [string, string])[] = [
    ...(difference === undefined
      ? []
      : ([
          ['found', difference.found],
          ['expected', difference.expected],
        ] as const)),
    ['vault', receipt.vault],
    ['revealed', `block ${reveal.blockNumber}, ${formatTime(reveal.timestamp)} UTC`],
    ['committed', `block ${commitment.mined.blockNumber}, ${commitment.mined.transaction}`],
    ['keeper', `${inference.keeper}, commitment ${inference.nonce}`],
    ['decision', `epoch ${receipt.epoch}: ${decision.outcome}`],
    ['model', `${model.id}, ${model.tier}: ${modelWords[modelFrom]}`],
    ['forecast', `2^${(forecast.forecastX16 / 65_536).toFixed(4)} ticks² an epoch`],
    ['state before', stateWords[stateFrom]],
    ...(rebalance === undefined ? [] : rebalanceFacts(rebalance)),
    ['log', `entry ${receipt.log.length}, head ${receipt.log.head}`],
    ['receipt', receiptHash(receipt)],
  ]
  return `${headline}\n\n${renderFacts(facts)}`
}

function rebalanceFacts({
  effects,
}: NonNullable<Receipt['rebalance']>): readonly (readonly [string, string])[] {
  const { swap, positions, valueBefore, valueAfter } = effects
  return [
    [
      'swap',
      swap === undefined
        ? 'none'
        : `${swap.paid} of token${swap.zeroForOne ? 0 : 1} for ${swap.received} of the other`,
    ],
    ...positions.map(
      ({ tickLower, tickUpper, liquidity }) =>
        ['range', `${tickLower} to ${tickUpper}, liquidity ${liquidity}`] as const,
    ),
    ['value', `${valueBefore} before, ${valueAfter} after, in base units of the asset`],
  ]
}

/** The verification of all reveals of a vault, for a person. */
export function renderHistory(
  style: Styler,
  vault: Vault,
  checked: readonly CheckedReveal[],
): string {
  if (checked.length === 0) return `${vault.name} has revealed nothing in these blocks.`
  const rows = checked.map((reveal) => [
    String(reveal.blockNumber),
    String(reveal.epoch),
    reveal.result === 'unknown' ? '–' : reveal.outcome,
    reveal.transaction,
    resultText(style, reveal),
  ])
  const columns = [
    { title: 'block', align: 'right' },
    { title: 'epoch', align: 'right' },
    { title: 'outcome' },
    { title: 'transaction' },
    { title: '' },
  ] as const
  const matching = checked.filter(({ result }) => result === 'match').length
  const all = matching === checked.length
  const summary = `${matching} of ${checked.length} reveals of ${vault.name} match`
  return `${renderTable(columns, rows)}\n\n${style(all ? 'green' : 'red', summary)}`
}

function resultText(style: Styler, reveal: CheckedReveal): string {
  if (reveal.result === 'match') return style('green', 'MATCH')
  if (reveal.result === 'unknown') return `${style('red', 'not verified')}: ${reveal.reason}`
  const { field, found, expected } = reveal.difference ?? { field: '', found: '', expected: '' }
  return `${style('red', 'DIFFERENCE')} at ${field}: ${found}, expected ${expected}`
}
