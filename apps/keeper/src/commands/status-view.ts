import { formatTokenAmount } from '@tickwise/protocol'
import {
  counted,
  formatDuration,
  formatTime,
  renderFacts,
  renderTable,
  type Styler,
} from '@tickwise/terminal'
import { formatEther } from 'viem'
import { shortHex } from '../logging/short-hex.ts'
import type { GasAccount } from './gas-account.ts'
import type { KeptVaultStatus } from './read-status.ts'

type Fact = readonly [string, string]

/** The keeper itself. */
export interface KeeperFacts {
  readonly keeper: string
  readonly chainId: number
  readonly mode: string
  readonly blockNumber: bigint
  readonly timestamp: number
  readonly balanceWei: bigint
  readonly nonce: { readonly latest: number; readonly pending: number }
  readonly gas: GasAccount
}

/** X16 numbers of the registry. */
const x16 = 65_536

/** Where a keeper and its vaults stand, for a person. */
export function renderStatus(
  style: Styler,
  facts: KeeperFacts,
  vaults: readonly KeptVaultStatus[],
): string {
  return [renderFacts(keeperLines(facts)), ...vaults.map((vault) => vaultText(style, vault))].join(
    '\n\n',
  )
}

function keeperLines({
  keeper,
  chainId,
  mode,
  blockNumber,
  timestamp,
  balanceWei,
  nonce,
  gas,
}: KeeperFacts): readonly Fact[] {
  const { spentWei, spentTodayWei, perDayWei, runwayDays } = gas
  const waiting = nonce.pending - nonce.latest
  return [
    ['keeper', keeper],
    ['as of', `block ${blockNumber} of chain ${chainId}, ${formatTime(timestamp)} UTC`],
    ['mode', mode],
    ['balance', `${formatEther(balanceWei)} of the native token`],
    [
      'nonce',
      `${nonce.latest}${waiting > 0 ? `, ${counted(waiting, 'transaction')} waiting` : ''}`,
    ],
    ['spent', `${formatEther(spentWei)}, ${formatEther(spentTodayWei)} of it within 24 hours`],
    [
      'runway',
      runwayDays === undefined
        ? 'nothing was spent yet'
        : `${runwayDays} days at ${formatEther(perDayWei)} a day`,
    ],
  ]
}

function vaultText(style: Styler, kept: KeptVaultStatus): string {
  const { status, epochs, receipts } = kept
  const title = style('bold', `${status.vault.name} (${status.vault.share.symbol})`)
  const sections = [`${title}\n${renderFacts(vaultLines(style, kept))}`]
  if (epochs.length > 0) {
    const rows = epochs.map(({ epoch, state, decidedAt, payload }) => [
      String(epoch),
      state,
      formatTime(decidedAt),
      reasonIn(payload),
    ])
    sections.push(
      renderTable(
        [{ title: 'epoch' }, { title: 'state' }, { title: 'decided' }, { title: 'why' }],
        rows,
      ),
    )
  }
  if (receipts.length > 0) {
    const rows = receipts.map(({ at, epoch, body }) => {
      const { job, hash, reverted } = JSON.parse(body) as Record<string, unknown>
      return [
        formatTime(at),
        String(epoch ?? ''),
        `${String(job)}${reverted === true ? ' reverted' : ''}`,
        shortHex(String(hash)),
      ]
    })
    sections.push(
      renderTable(
        [{ title: 'mined' }, { title: 'epoch' }, { title: 'what' }, { title: 'transaction' }],
        rows,
      ),
    )
  }
  return sections.join('\n\n')
}

function vaultLines(style: Styler, kept: KeptVaultStatus): readonly Fact[] {
  const { status, account, record, skill, due, epoch, epochSeconds } = kept
  const { asset, share } = status.vault
  const shares = status.account?.shares ?? 0n
  const value = status.account?.sharesValue ?? 0n
  return [
    ['vault', kept.vault],
    [
      'state',
      status.obstacles.length === 0
        ? style('green', 'healthy')
        : status.obstacles.map(({ sentence }) => style('red', sentence)).join('; '),
    ],
    ['value', formatTokenAmount(status.value.mid, asset)],
    [
      'epoch',
      `${epoch}, since ${formatTime(epoch * epochSeconds)} UTC, ${formatDuration(epochSeconds)} long`,
    ],
    ['next', nextText(kept)],
    [
      'bond',
      `${formatTokenAmount(account.bondFree, asset)} free, ${formatTokenAmount(account.bondLocked, asset)} locked` +
        (account.allowed ? '' : style('red', '; the vault does not allow this keeper')),
    ],
    [
      'record',
      `${record.revealed} revealed, ${record.traded} traded, ${record.withheld} withheld, ` +
        `${record.missed} missed, ${record.slashed} slashed`,
    ],
    ['skill', skillText(skill)],
    [
      'earned',
      `${formatTokenAmount(shares, share)} worth ${formatTokenAmount(value, asset)}` +
        (due === undefined ? '' : `, ${formatTokenAmount(due.shares, share)} to be paid`),
    ],
  ]
}

function nextText({
  next: { what, epoch, at, until },
  status: { timestamp },
}: KeptVaultStatus): string {
  const when =
    at <= timestamp ? 'now' : `at ${formatTime(at)} UTC, in ${formatDuration(at - timestamp)}`
  const end = until === undefined ? '' : `, until ${formatTime(until)}`
  return `${what} of epoch ${epoch} ${when}${end}`
}

/** Losses are QLIKE: less is better, so a share below one is skill. */
function skillText({
  scored,
  lossX16,
  ewmaLossX16,
  benchmarkLossX16,
}: KeptVaultStatus['skill']): string {
  if (scored === 0) return 'no forecast was scored yet'
  const loss = (value: number): string => (value / x16).toFixed(4)
  return (
    `loss ${loss(lossX16)} over ${counted(scored, 'forecast')}, ` +
    `EWMA ${loss(ewmaLossX16)}, benchmark ${loss(benchmarkLossX16)}`
  )
}

function reasonIn(payload: string): string {
  const { decided, reason } = JSON.parse(payload) as {
    readonly decided?: { readonly reason?: string }
    readonly reason?: string
  }
  return decided?.reason ?? reason ?? ''
}
