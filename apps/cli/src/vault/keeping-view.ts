import {
  formatTokenAmount,
  type KeeperStanding,
  type KeepingStatus,
  type Vault,
} from '@tickwise/protocol'
import { formatTime, renderFacts } from '@tickwise/terminal'

type Fact = readonly [string, string]

/** What a vault's registry knows of it, for a person. */
export function renderKeeping(vault: Vault, keeping: KeepingStatus): string {
  if (!keeping.enrolled) return 'Keepers\nnone: the vault is not enrolled in its registry'
  const { log, terms, keepers } = keeping
  const facts: readonly Fact[] = [
    [
      'log',
      `${log.length} revealed, ` +
        (log.lastTradeAt === 0 ? 'none traded' : `last trade ${formatTime(log.lastTradeAt)} UTC`),
    ],
    [
      'terms',
      `reveal ${terms.minDelaySeconds} s after the commitment, within ${terms.revealWindowSeconds} s; ` +
        `a miss costs ${formatTokenAmount(terms.missPenalty, vault.asset)}`,
    ],
    ['oracle', terms.oracle],
    ...owedFacts(vault, keeping),
    ...payFacts(vault, keeping),
    ...(keepers ?? []).flatMap((keeper) => keeperFacts(vault, keeper)),
  ]
  return `Keepers\n${renderFacts(facts)}`
}

function owedFacts(vault: Vault, { owed, releasable }: KeepingStatus): readonly Fact[] {
  if (owed === 0n) return []
  const asset = (amount: bigint) => formatTokenAmount(amount, vault.asset)
  return [['owed', `${asset(owed)}, ${asset(releasable)} of it can be settled now`]]
}

function payFacts(vault: Vault, { pay }: KeepingStatus): readonly Fact[] {
  if (pay === null) return []
  const share = (amount: bigint) => formatTokenAmount(amount, vault.share)
  return [
    [
      'pay',
      `${pay.keepersBps / 100} % of the fees, ${share(pay.sharesPerReveal)} a reveal, ` +
        `${share(pay.keepersPot)} there`,
    ],
  ]
}

function keeperFacts(vault: Vault, { address, account, record, pay }: KeeperStanding) {
  const asset = (amount: bigint) => formatTokenAmount(amount, vault.asset)
  const share = (amount: bigint) => formatTokenAmount(amount, vault.share)
  const facts: Fact[] = [
    ['keeper', `${address}${account.allowed ? '' : ', revoked'}`],
    ['  bond', `${asset(account.bondFree)} free, ${asset(account.bondLocked)} locked`],
    [
      '  record',
      `${record.revealed} revealed, ${record.traded} traded, ${record.withheld} withheld, ` +
        `${record.missed} missed, ${record.slashed} slashed`,
    ],
  ]
  if (pay !== null) {
    const paid = pay.paid === null ? 'what was paid is not known' : `${share(pay.paid)} paid`
    facts.push(['  pay', `${paid}, ${share(pay.due)} due`])
  }
  return facts
}
