import type { Journal } from '../journal/open-journal.ts'
import type { Usage } from './rolling-window.ts'

/** Fees that the keeper has paid, by the journal. */
export interface SpendLedger {
  /** Fees that were paid since then, oldest first. Reads what the journal has got since the last time. */
  fees(): readonly Usage[]
}

/** Lines that are read at once. */
const page = 1_000

/**
 * A ledger over the journal's lines of mined transactions. A transaction that a reorganisation took and that
 * was mined again has a line for each time, and was paid for once: the last one counts.
 *
 * @param since Unix second before which nothing counts; what is older by then is forgotten, so that a keeper
 *   that runs for years does not grow. Default: everything counts
 * @example
 * createSpendLedger(journal).fees().reduce((sum, { amount }) => sum + amount, 0n)
 */
export function createSpendLedger(
  journal: Pick<Journal, 'events'>,
  since: () => number = () => 0,
): SpendLedger {
  const fees = new Map<string, Usage>()
  let after = 0
  return {
    fees: () => {
      for (;;) {
        const lines = journal.events({ after, limit: page })
        for (const { kind, at, body, seq } of lines) {
          if (kind !== 'mined') continue
          const { feeWei, hash = String(seq) } = JSON.parse(body) as Readonly<
            Partial<Record<'feeWei' | 'hash', string>>
          >
          if (feeWei === undefined) continue
          // Out first: the order of a map is that of first entries.
          fees.delete(hash)
          fees.set(hash, { at, amount: BigInt(feeWei) })
        }
        after = lines.at(-1)?.seq ?? after
        if (lines.length < page) break
      }
      const from = since()
      for (const [hash, { at }] of fees) if (at < from) fees.delete(hash)
      return [...fees.values()]
    },
  }
}
