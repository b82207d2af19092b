import type {
  AlertLook,
  ChainLook,
  JournalLook,
  KeeperLook,
  VaultLook,
} from '@tickwise/keeper/monitor'
import { counted, formatDuration, formatTime } from '@tickwise/terminal'
import type { UiLook } from '../../look.ts'
import type { Fact } from '../../parts/facts.tsx'

/** How old what the chain said may be before it is called old, seconds. */
const freshSeconds = 60

/** Who keeps the vault, and whether he does, in a line. */
export function keeperLine(look: KeeperLook, vault: VaultLook, { style }: UiLook): string {
  const { keeper, mode, isStopped, balance } = look
  const name = `${keeper.slice(0, 8)}…${keeper.slice(-4)}`
  const state = isStopped
    ? style('red', 'stopped by its file')
    : vault.journal === undefined
      ? style('dim', 'journal not seen')
      : vault.journal.isKept
        ? style('green', 'at work')
        : style('yellow', 'nobody is at work')
  const purse = balance === undefined ? '' : `  balance ${balance}`
  return `keeper ${name}  ${state}${mode === 'live' ? '' : `  ${mode}`}${purse}`
}

/** How fresh what the chain says is, or since when it says nothing. */
export function freshnessLine(
  { chainTrouble, chainSeenAt, endpoints, chainId }: KeeperLook,
  chain: ChainLook | undefined,
  now: number,
  { style }: UiLook,
): string {
  const age = chainSeenAt === undefined ? undefined : now - chainSeenAt
  const seen =
    chain === undefined || age === undefined
      ? undefined
      : `block ${chain.blockNumber} of chain ${chainId}, seen ${formatDuration(age)} ago`
  if (chainTrouble !== undefined) {
    const since = formatDuration(Math.max(0, now - chainTrouble.since))
    const shown = seen === undefined ? 'nothing is known of the chain' : `shown is ${seen}`
    return style('yellow', `RPC away for ${since}: ${chainTrouble.message}; ${shown}`)
  }
  if (seen === undefined) return style('dim', 'asking the chain')
  const left = endpoints.filter(({ healthy }) => !healthy).map(({ label }) => label)
  const out = left.length === 0 ? '' : style('yellow', `; left out: ${left.join(', ')}`)
  return (age ?? 0) > freshSeconds ? style('yellow', seen) + out : seen + out
}

/** Epochs that a cost is usually the mean of. */
const usualMean = 24

/** How long the keeper's balance lasts and what gas has cost: what is not known is said, not guessed. */
export function gasText({ gas, balance }: KeeperLook, { runway, chain }: VaultLook): string {
  const spent = gas === undefined ? '' : `; spent ${gas.day} in a day, ${gas.week} in a week`
  if (runway === undefined) {
    const why =
      gas === undefined
        ? 'the journal was not read'
        : balance === undefined || chain === undefined
          ? 'the chain was not read'
          : 'nothing was spent here in a week'
    return `how long it lasts is not known, ${why}${spent}`
  }
  const { epochs, perEpoch, meanOf } = runway
  const mean = meanOf < usualMean ? ` (mean of ${meanOf})` : ''
  return `lasts ${counted(epochs, 'epoch')} at ${perEpoch}${mean}${spent}`
}

/** What the vault has paid the keeper. */
export function earnedText({ earned: { held, worth, due } }: ChainLook): string {
  const paid = `holds ${held} worth ${worth}`
  return `${paid}, ${due === undefined ? 'fees of this vault are not shared with keepers' : `${due} to be paid`}`
}

/** The last alert in a line: when and what. */
export function lastAlertText(
  { alerts }: JournalLook,
  now: number,
  { style }: UiLook,
): string | undefined {
  const [last] = alerts
  if (last === undefined) return undefined
  const ago = formatDuration(Math.max(0, now - last.lastSent))
  return style('red', `alert ${ago} ago: ${last.text ?? alertName(last)}`)
}

/** What an alert is about, by its key. */
export function alertName({ key }: AlertLook): string {
  const [kind = '', what = ''] = key.split(':')
  return kind === 'problem' || kind === 'reverted'
    ? `${what}${kind === 'reverted' ? ' reverted' : ''}`
    : kind
}

/** The vault by the chain, and what it costs and brings the keeper. */
export function vaultFacts(
  look: KeeperLook,
  vault: VaultLook,
  now: number,
  { style }: UiLook,
): readonly Fact[] {
  const { chain } = vault
  const gas: Fact = ['gas', gasText(look, vault)]
  if (chain === undefined) return vault.journal === undefined ? [] : [gas]
  const { obstacles, nav, sharePrice, record, bond, isAllowed, ranges, spotTick } = chain
  const held = ranges.map(([lower, upper]) => `${lower} to ${upper}`).join(', ')
  return [
    ['NAV', `${nav}, a share ${sharePrice}`],
    ['next', nextText(chain, now)],
    [
      'state',
      obstacles.length === 0
        ? style('green', 'healthy')
        : obstacles.map((sentence) => style('red', sentence)).join('; '),
    ],
    gas,
    ['ranges', held === '' ? 'none' : `ticks ${held}; price at ${spotTick}`],
    ['score', skillText(chain)],
    [
      'record',
      `${record.revealed} revealed, ${record.traded} traded, ${record.withheld} withheld, ${record.missed} missed, ${record.slashed} slashed`,
    ],
    ['earned', earnedText(chain)],
    ['bond', isAllowed ? bond : `${bond}; ${style('red', 'the vault does not allow this keeper')}`],
  ]
}

function nextText({ next, epoch, epochSeconds }: ChainLook, now: number): string {
  const { what, at, until } = next
  const wait = at - now
  const when = wait <= 0 ? 'now' : `in ${formatDuration(wait)}`
  const left = until === undefined ? '' : `, until ${formatTime(until).slice(11)}`
  const ends = (epoch + 1) * epochSeconds - now
  return `${what} of epoch ${next.epoch} ${when}${left}; epoch ${epoch} ${ends > 0 ? `ends in ${formatDuration(ends)}` : 'is over'}`
}

/** QLIKE: less is better. */
function skillText({ skill }: ChainLook): string {
  const { scored, loss, ewma, benchmark } = skill
  if (scored === 0) return 'no forecast was scored yet'
  const verdict = loss < benchmark ? 'better than' : 'not better than'
  return `${loss.toFixed(4)} over ${scored} forecasts, ${verdict} the benchmark's ${benchmark.toFixed(4)} (EWMA ${ewma.toFixed(4)})`
}
