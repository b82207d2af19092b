import type { Journal } from '../journal/open-journal.ts'
import type { Usage } from './rolling-window.ts'

/** Fees that the keeper has paid, by the journal. */
export interface SpendLedger {
  /** Every fee that was paid, oldest first. Reads what the journal has got since the last time. */
  fees(): readonly Usage[]
}

/** Lines that are read at once. */
const page = 1_000

/**
 * A ledger over the journal's lines of mined transactions.
 *
 * @example
 * createSpendLedger(journal).fees().reduce((sum, { amount }) => sum + amount, 0n)
 */
export function createSpendLedger(journal: Pick<Journal, 'events'>): SpendLedger {
  const fees: Usage[] = []
  let after = 0
  return {
    fees: () => {
      for (;;) {
        const lines = journal.events({ after, limit: page })
        for (const { kind, at, body } of lines) {
          const { feeWei } = JSON.parse(body) as { readonly feeWei?: string }
          if (kind === 'mined' && feeWei !== undefined) fees.push({ at, amount: BigInt(feeWei) })
        }
        after = lines.at(-1)?.seq ?? after
        if (lines.length < page) return fees
      }
    },
  }
}
