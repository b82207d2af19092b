import { daySeconds } from '../guards/rolling-window.ts'
import type { Database } from '../journal/database.ts'

/** Days that are looked back. */
const lookBackDays = 7

/** Epochs of a vault that its cost is the mean of. */
const meanEpochs = 24

/** What the epochs of a vault have cost lately. */
export interface EpochCost {
  /** Mean of an epoch in which something was sent, rounded up, wei. */
  readonly perEpochWei: bigint
  /** How many that is the mean of. */
  readonly epochs: number
}

/** What a keeper has paid for gas, by its journal. */
export interface Spending {
  readonly dayWei: bigint
  readonly weekWei: bigint
  /** By vault in small letters; only those that something was paid for. */
  readonly vaults: ReadonlyMap<string, EpochCost>
}

interface Fee {
  readonly at: number
  readonly vault: string
  readonly epoch: number | null
  readonly wei: bigint
}

interface MinedLine {
  readonly seq: number
  readonly at: number
  readonly vault: string | null
  readonly epoch: number | null
  readonly body: string
}

/**
 * Follows what is paid for gas: every look reads only the lines that are new, however long the journal is. A
 * transaction that a reorganisation took and that was mined again counts once.
 *
 * @example
 * const spendingIn = createSpendingWatch()
 * spendingIn(database, now).dayWei
 */
export function createSpendingWatch(): (database: Database, now: number) => Spending {
  const fees = new Map<string, Fee>()
  let last: number | undefined
  return (database, now) => {
    const from = now - lookBackDays * daySeconds
    const newest =
      database.get<{ readonly seq: number }>('select seq from event order by seq desc limit 1')
        ?.seq ?? 0
    // A journal that was begun anew counts from 1 again.
    if (last !== undefined && newest < last) {
      fees.clear()
      last = undefined
    }
    for (const line of linesAfter(database, last ?? seqBefore(database, from))) noteFee(fees, line)
    last = newest
    for (const [hash, { at }] of fees) if (at < from) fees.delete(hash)
    return spendingOf([...fees.values()], now)
  }
}

/** The last line from before a moment: what is older is not read. */
function seqBefore(database: Database, at: number): number {
  const sql = 'select seq from event where at < ? order by seq desc limit 1'
  return database.get<{ readonly seq: number }>(sql, at)?.seq ?? 0
}

function linesAfter(database: Database, seq: number): readonly MinedLine[] {
  const sql = `select seq, at, vault, epoch, body from event where seq > ? and kind = 'mined'
    order by seq`
  return database.all<MinedLine>(sql, seq)
}

function noteFee(fees: Map<string, Fee>, { seq, at, vault, epoch, body }: MinedLine): void {
  const { feeWei, hash = String(seq) } = JSON.parse(body) as Readonly<
    Partial<Record<'feeWei' | 'hash', string>>
  >
  if (feeWei === undefined) return
  fees.set(hash, { at, vault: (vault ?? '').toLowerCase(), epoch, wei: BigInt(feeWei) })
}

function spendingOf(fees: readonly Fee[], now: number): Spending {
  const vaults = new Map<string, Map<number, bigint>>()
  for (const { vault, epoch, wei } of fees) {
    if (epoch === null) continue
    const epochs = vaults.get(vault) ?? new Map<number, bigint>()
    vaults.set(vault, epochs.set(epoch, (epochs.get(epoch) ?? 0n) + wei))
  }
  return {
    dayWei: sum(fees.filter(({ at }) => at >= now - daySeconds).map(({ wei }) => wei)),
    weekWei: sum(fees.map(({ wei }) => wei)),
    vaults: new Map([...vaults].map(([vault, epochs]) => [vault, costOf(epochs)])),
  }
}

function costOf(epochs: ReadonlyMap<number, bigint>): EpochCost {
  const recent = [...epochs]
    .sort(([a], [b]) => b - a)
    .slice(0, meanEpochs)
    .map(([, wei]) => wei)
  const count = BigInt(recent.length)
  return { perEpochWei: (sum(recent) + count - 1n) / count, epochs: recent.length }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, wei) => all + wei, 0n)
