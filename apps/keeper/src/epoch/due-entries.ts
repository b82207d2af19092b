import { readEntry } from '@tickwise/protocol'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import type { Listener } from '../ports.ts'
import type { DueEntry } from '../plan/plan-input.ts'
import type { KeeperSettings } from '../settings.ts'
import type { ChainView } from '../view/chain-view.ts'
import { connectionOf, type VaultFacts } from '../view/vault-facts.ts'
import type { EpochBook } from './epoch-book.ts'

/** Entries asked for in one tick. */
const mostAtOnce = 4

/**
 * Own inferences whose horizon or challenge window is over, the oldest first. What others have scored
 * already is written down.
 *
 * @throws RetryableError when the chain cannot be asked
 */
export async function readDueEntries(
  rpc: KeeperRpc,
  settings: KeeperSettings,
  { model }: VaultFacts,
  view: ChainView,
  book: EpochBook,
  listen: Listener,
): Promise<readonly DueEntry[]> {
  const executed = book.last(settings.lookbackEpochs).filter(({ state }) => state === 'executed')
  const due: DueEntry[] = []
  for (const { epoch, inferenceId } of executed.reverse().slice(0, mostAtOnce)) {
    const isOver = view.latestEpoch >= epoch + model.horizonEpochs - 1
    if (inferenceId === undefined || (!isOver && model.tier !== 'optimistic')) continue
    const at = { blockNumber: view.head.number }
    const entry = await readEntry(connectionOf(rpc), settings.registry, inferenceId, at)
    const isDisputable = entry.challengeEnds >= view.head.timestamp
    if (entry.slashed) tellSlashed(settings, epoch, book, listen)
    else if (entry.scored && entry.bond === 0n) book.move(epoch, 'scored', 'scored on chain')
    else if (entry.bond > 0n && !isDisputable) due.push({ epoch, inferenceId, kind: 'finalise' })
    else if (isOver && !isDisputable) due.push({ epoch, inferenceId, kind: 'score' })
  }
  return due
}

function tellSlashed(
  { vault }: KeeperSettings,
  epoch: number,
  book: EpochBook,
  listen: Listener,
): void {
  book.move(epoch, 'failed', 'its output was disputed and the bond is lost')
  listen({
    kind: 'problem',
    code: 'E_SLASHED',
    message: `the output of epoch ${epoch} was disputed: the bond is lost and the keeper revoked`,
    vault,
    epoch,
    severity: 'alert',
  })
}
