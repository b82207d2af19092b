import type { JournalLook, VaultLook } from '@tickwise/keeper/monitor'
import { counted, formatDuration, formatTime, sparkline } from '@tickwise/terminal'
import type { UiLook } from '../../look.ts'
import { factLines } from '../../parts/facts.tsx'
import { titleLine } from '../../parts/panel.tsx'
import { scrolledTo } from '../../parts/scroll.ts'
import { tableLines } from '../../parts/table.tsx'
import type { KeeperSeen } from '../../services/watch-keeper.ts'
import type { Size } from '../../shell/size.ts'
import { wrapText } from '../../text/cut.ts'
import { beside } from '../live/beside.ts'
import { alertName, freshnessLine, keeperLine, lastAlertText, vaultFacts } from './keeper-facts.ts'

/** What of a kept vault is shown large. */
export const keeperParts = ['overview', 'vault', 'epochs', 'receipts', 'alerts'] as const
export type KeeperPart = (typeof keeperParts)[number]

/** What is shown of a keeper. */
export interface KeeperView extends KeeperSeen {
  /** Place of the vault among those that are kept. */
  readonly selected: number
  readonly part: KeeperPart
  /** Lines of the part that are scrolled past. */
  readonly top: number
  /** NAV since the screen was opened. */
  readonly navs: readonly number[]
}

const wide = 110
/** Of the rows of a narrow screen, at most. */
const partOfFacts = 0.6
const tall = 14

/** A kept vault on a screen of any size. */
export function keeperLines(view: KeeperView, size: Size, look: UiLook): readonly string[] {
  const vault = view.look.vaults[view.selected]
  if (vault === undefined) return ['the configuration names no vault']
  const head = headLines(view, vault, size, look)
  const rest = { ...size, rows: size.rows - head.length }
  return [...head, ...partLines(view, vault, rest, look)]
}

function headLines(
  view: KeeperView,
  vault: VaultLook,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const fresh = wrapText(freshnessLine(view.look, vault.chain, view.now, look), columns)
  return [
    titleOf(view, vault, look),
    keeperLine(view.look, vault, look),
    ...fresh.slice(0, rows < tall ? 1 : 3),
    ...journalTrouble(view, columns, look).slice(0, rows < tall ? 1 : 2),
  ]
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
      return scrolled(chainLines(view, vault, size.columns, look), view.top, size.rows)
    case 'epochs':
      return epochLines(journal, size, look)
    case 'receipts':
      return receiptLines(journal, size, look)
    case 'alerts':
      return scrolled(alertLines(journal, view.now, size.columns, look), view.top, size.rows)
  }
}

/** How long the part is that is shown, and what of it is seen at once; parts that are cut to the screen have no length. */
export function scrollOf(
  view: KeeperView,
  size: Size,
  look: UiLook,
): { readonly lines: number; readonly rows: number } {
  const vault = view.look.vaults[view.selected]
  if (vault === undefined) return { lines: 0, rows: size.rows }
  const rows = size.rows - headLines(view, vault, size, look).length
  const lines = (): number => {
    if (view.part === 'vault') return chainLines(view, vault, size.columns, look).length
    if (view.part === 'alerts')
      return alertLines(vault.journal, view.now, size.columns, look).length
    return 0
  }
  return { lines: lines(), rows }
}

function scrolled(lines: readonly string[], top: number, rows: number): readonly string[] {
  const first = scrolledTo(top, lines.length, rows)
  return lines.slice(first, first + rows)
}

function wideOverview(
  view: KeeperView,
  vault: VaultLook,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const left = Math.floor((columns - 2) / 2)
  const right = columns - 2 - left
  const facts = chainLines(view, vault, left, look).slice(0, Math.ceil(rows / 2))
  const alerts = alertLines(vault.journal, view.now, left, look).slice(0, rows - facts.length)
  const half = Math.floor(rows / 2)
  return beside(
    [...facts, ...alerts],
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
  const facts = chainLines(view, vault, columns, look).slice(0, Math.ceil(rows * partOfFacts))
  const last = vault.journal && lastAlertText(vault.journal, view.now, look)
  const alert = last === undefined ? [] : wrapText(last, columns).slice(0, rows < tall ? 1 : 2)
  const left = rows - facts.length - alert.length
  const receipts = left < 8 ? 0 : Math.floor(left / 3)
  return [
    ...facts,
    ...epochLines(vault.journal, { columns, rows: left - receipts }, look),
    ...receiptLines(vault.journal, { columns, rows: receipts }, look),
    ...alert,
  ]
}

function chainLines(
  { now, navs, look: keeper }: KeeperView,
  vault: VaultLook,
  columns: number,
  look: UiLook,
): readonly string[] {
  const moves = new Set(navs).size > 1 ? [`  ${sparkline(navs, columns - 2, look)}`] : []
  return [...factLines(vaultFacts(keeper, vault, now, look), columns, look), ...moves]
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
  columns: number,
  look: UiLook,
): readonly string[] {
  if (journal === undefined) return []
  const { alerts } = journal
  const title = titleLine(alerts.length === 0 ? 'no alerts' : 'alerts', columns, look)
  const lines = alerts.flatMap((alert) => {
    const { lastSent, count, text } = alert
    const ago = formatDuration(Math.max(0, now - lastSent))
    const head = `${alertName(alert)}, told ${counted(count, 'time')}, last ${ago} ago`
    return [
      ...wrapText(look.style('red', head), columns),
      ...wrapText(text ?? 'what was told is not on record', columns - 2).map((line) => `  ${line}`),
    ]
  })
  return [title, ...lines]
}

function filled(lines: readonly string[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '')
}
