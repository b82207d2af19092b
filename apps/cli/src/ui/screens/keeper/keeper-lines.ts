import type { JournalLook, VaultLook } from '@tickwise/keeper/monitor'
import { counted, formatDuration, formatTime, sparkline } from '@tickwise/terminal'
import type { UiLook } from '../../look.ts'
import { factLines } from '../../parts/facts.tsx'
import { titleLine } from '../../parts/panel.tsx'
import { tableLines } from '../../parts/table.tsx'
import type { KeeperSeen } from '../../services/watch-keeper.ts'
import type { Size } from '../../shell/size.ts'
import { wrapText } from '../../text/cut.ts'
import { beside } from '../live/beside.ts'
import { freshnessLine, keeperLine, vaultFacts } from './keeper-facts.ts'

/** What of a kept vault is shown large. */
export const keeperParts = ['overview', 'vault', 'epochs', 'receipts', 'alerts'] as const
export type KeeperPart = (typeof keeperParts)[number]

/** What is shown of a keeper. */
export interface KeeperView extends KeeperSeen {
  /** Place of the vault among those that are kept. */
  readonly selected: number
  readonly part: KeeperPart
  /** NAV since the screen was opened. */
  readonly navs: readonly number[]
}

const wide = 110
const tall = 14

/** A kept vault on a screen of any size. */
export function keeperLines(view: KeeperView, size: Size, look: UiLook): readonly string[] {
  const { columns, rows } = size
  const vault = view.look.vaults[view.selected]
  if (vault === undefined) return ['the configuration names no vault']
  const fresh = wrapText(freshnessLine(view.look, vault.chain, view.now, look), columns)
  const head = [
    titleOf(view, vault, look),
    keeperLine(view.look, vault, look),
    ...fresh.slice(0, rows < tall ? 1 : 3),
    ...journalTrouble(view, columns, look).slice(0, rows < tall ? 1 : 2),
  ]
  const rest = { columns, rows: rows - head.length }
  return [...head, ...partLines(view, vault, rest, look)]
}

function titleOf({ look, selected }: KeeperView, { vault, chain }: VaultLook, ui: UiLook): string {
  const name = chain === undefined ? vault : `${chain.name} (${chain.symbol})`
  const which = look.vaults.length > 1 ? `  vault ${selected + 1} of ${look.vaults.length}` : ''
  return `${ui.style('bold', name)}${chain === undefined ? '' : `  ${vault.slice(0, 10)}…`}${which}`
}

function journalTrouble(
  { look, now }: KeeperView,
  columns: number,
  { style }: UiLook,
): readonly string[] {
  const { journalTrouble: trouble } = look
  if (trouble === undefined) return []
  const since = formatDuration(Math.max(0, now - trouble.since))
  return wrapText(style('yellow', `journal not read for ${since}: ${trouble.message}`), columns)
}

function partLines(
  view: KeeperView,
  vault: VaultLook,
  size: Size,
  look: UiLook,
): readonly string[] {
  if (size.rows < 1) return []
  const { journal } = vault
  switch (view.part) {
    case 'overview':
      return size.columns >= wide
        ? wideOverview(view, vault, size, look)
        : narrowOverview(view, vault, size, look)
    case 'vault':
      return chainLines(view, vault, size, look)
    case 'epochs':
      return epochLines(journal, size, look)
    case 'receipts':
      return receiptLines(journal, size, look)
    case 'alerts':
      return alertLines(journal, view.now, size, look)
  }
}

function wideOverview(
  view: KeeperView,
  vault: VaultLook,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const left = Math.floor((columns - 2) / 2)
  const right = columns - 2 - left
  const facts = chainLines(view, vault, { columns: left, rows: Math.ceil(rows / 2) }, look)
  const alerts = { columns: left, rows: rows - facts.length }
  const half = Math.floor(rows / 2)
  return beside(
    [...facts, ...alertLines(vault.journal, view.now, alerts, look)],
    [
      ...filled(epochLines(vault.journal, { columns: right, rows: half }, look), half),
      ...receiptLines(vault.journal, { columns: right, rows: rows - half }, look),
    ],
    left,
  )
}

function narrowOverview(
  view: KeeperView,
  vault: VaultLook,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const facts = chainLines(view, vault, { columns, rows: Math.ceil(rows / 2) }, look)
  const { alerts = [] } = vault.journal ?? {}
  const warnings = alerts.length === 0 || rows < tall ? 0 : Math.min(3, alerts.length + 1)
  const left = rows - facts.length - warnings
  const receipts = left < 8 ? 0 : Math.floor(left / 3)
  return [
    ...facts,
    ...epochLines(vault.journal, { columns, rows: left - receipts }, look),
    ...receiptLines(vault.journal, { columns, rows: receipts }, look),
    ...alertLines(vault.journal, view.now, { columns, rows: warnings }, look),
  ]
}

function chainLines(
  { now, navs }: KeeperView,
  { chain }: VaultLook,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (chain === undefined) return []
  const moves = new Set(navs).size > 1 ? [`  ${sparkline(navs, columns - 2, look)}`] : []
  return [...factLines(vaultFacts(chain, now, look), columns, look), ...moves].slice(0, rows)
}

const missing = 'the journal has not been read yet'

function epochLines(
  journal: JournalLook | undefined,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (rows < 2) return []
  const title = titleLine('epochs', columns, look)
  if (journal === undefined) return [title, look.style('dim', missing)]
  const table = {
    columns: [
      { title: 'epoch' },
      { title: 'state' },
      { title: 'decided', leaves: 1 },
      { title: 'why', least: 8 },
    ],
    rows: journal.epochs.map(({ epoch, state, decidedAt, why }) => [
      String(epoch),
      state === 'failed' || state === 'expired' ? look.style('red', state) : state,
      formatTime(decidedAt).slice(5),
      why,
    ]),
    size: { columns, rows: rows - 1 },
    look,
  }
  return [title, ...tableLines(table)]
}

function receiptLines(
  journal: JournalLook | undefined,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (rows < 2 || journal === undefined) return []
  const table = {
    columns: [
      { title: 'mined' },
      { title: 'epoch', leaves: 1 },
      { title: 'what' },
      { title: 'transaction', least: 10 },
    ],
    rows: journal.receipts.map(({ at, epoch, what, hash, reverted }) => [
      formatTime(at).slice(5),
      String(epoch ?? ''),
      reverted ? look.style('red', `${what} reverted`) : what,
      hash,
    ]),
    size: { columns, rows: rows - 1 },
    look,
  }
  return [titleLine('last transactions', columns, look), ...tableLines(table)]
}

function alertLines(
  journal: JournalLook | undefined,
  now: number,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (rows < 2 || journal === undefined) return []
  const { alerts } = journal
  const title = titleLine(alerts.length === 0 ? 'no alerts' : 'alerts', columns, look)
  const lines = alerts.map(({ key, lastSent, count }) => {
    const [kind = '', what = ''] = key.split(':')
    const name = kind === 'problem' ? what : kind
    const ago = formatDuration(Math.max(0, now - lastSent))
    return look.style('red', `${name}, told ${counted(count, 'time')}, last ${ago} ago`)
  })
  return [title, ...lines.flatMap((line) => wrapText(line, columns))].slice(0, rows)
}

function filled(lines: readonly string[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '')
}
