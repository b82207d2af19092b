import { inferenceRegistryAbi } from '@tickwise/protocol'
import { parseEventLogs, type Address, type Hash, type PublicClient } from 'viem'
import type { Journal } from '../journal/open-journal.ts'
import type { ValueChange } from './losses.ts'
import { daySeconds } from './rolling-window.ts'

/** Lines that are read at once. */
const page = 1_000

interface Mined {
  readonly job: string
  readonly hash: Hash
  readonly reverted?: boolean
}

interface Reveal {
  readonly at: number
  readonly vault: string
  readonly hash: Hash
}

/**
 * What the keeper's own rebalances of the last 24 hours did to the value of a vault: the journal says which
 * reveals were mined, their receipts (`Revealed`) say the value before and after. Each receipt is asked for
 * once; a reveal that was mined again after a reorganisation counts once, as it was mined last.
 *
 * @param now Unix seconds
 */
export function createValueLedger(
  journal: Pick<Journal, 'events'>,
  client: Pick<PublicClient, 'getTransactionReceipt'>,
  now: () => number,
): (vault: Address) => Promise<readonly ValueChange[]> {
  const known = new Map<Hash, readonly ValueChange[]>()
  const reveals = new Map<Hash, Reveal>()
  let after = 0
  const readJournal = (): void => {
    for (;;) {
      const lines = journal.events({ after, limit: page })
      for (const { kind, at, vault, body } of lines) {
        if (kind !== 'mined' || vault === null) continue
        const { job, hash, reverted } = JSON.parse(body) as Mined
        if (job !== 'reveal') continue
        // What was seen before is of a block that is gone.
        known.delete(hash)
        if (reverted === true) reveals.delete(hash)
        else reveals.set(hash, { at, vault, hash })
      }
      after = lines.at(-1)?.seq ?? after
      if (lines.length < page) return
    }
  }
  return async (vault) => {
    readJournal()
    for (const { at, hash } of reveals.values()) {
      if (at >= now() - daySeconds) continue
      reveals.delete(hash)
      known.delete(hash)
    }
    const own = [...reveals.values()].filter(
      (reveal) => reveal.vault.toLowerCase() === vault.toLowerCase(),
    )
    const changes = await Promise.all(
      own.map(async (reveal) => {
        const seen = known.get(reveal.hash) ?? (await changesIn(client, reveal))
        known.set(reveal.hash, seen)
        return seen
      }),
    )
    return changes.flat()
  }
}

async function changesIn(
  client: Pick<PublicClient, 'getTransactionReceipt'>,
  { hash, at, vault }: Reveal,
): Promise<readonly ValueChange[]> {
  const { logs } = await client.getTransactionReceipt({ hash })
  return parseEventLogs({ abi: inferenceRegistryAbi, eventName: 'Revealed', logs })
    .filter(({ args }) => args.vault.toLowerCase() === vault.toLowerCase() && args.valueBefore > 0n)
    .map(({ args: { valueBefore, valueAfter } }) => ({ at, valueBefore, valueAfter }))
}
