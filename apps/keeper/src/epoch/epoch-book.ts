import { canonicalJson } from '@tickwise/amm'
import type { Address, Hex } from 'viem'
import type { Database } from '../journal/database.ts'
import { appendEvent, lastEpochs, readEpoch, writeEpoch } from '../journal/epochs.ts'
import type { JournalScope } from '../journal/records.ts'
import type { EpochState, Listener } from '../ports.ts'
import { decidedOf, type Decided } from './decided.ts'

/** What the journal holds of an epoch beside its state. */
export interface EpochPayload {
  readonly decided?: Decided
  /** Id of the commitment, once there is one. */
  readonly inferenceId?: Hex
  /** What the decision was made of. */
  readonly made?: unknown
}

/** An epoch as the journal knows it. */
export interface KnownEpoch {
  readonly epoch: number
  readonly state: EpochState
  readonly decided: Decided | undefined
  readonly inferenceId: Hex | undefined
}

/** The journal's account of epochs: each change is one transaction and one event. */
export interface EpochBook {
  read(epoch: number): KnownEpoch | undefined
  /** Newest first. */
  last(count: number): readonly KnownEpoch[]
  /** Moves an epoch on; nothing happens when it is there already. Adds to the payload. */
  move(epoch: number, to: EpochState, reason: string, payload?: EpochPayload): void
}

/** The book of one keeper. */
export function openEpochBook(
  database: Database,
  scope: JournalScope,
  now: () => number,
  listen: Listener,
): EpochBook {
  const { vault } = scope
  return {
    read: (epoch) => knownOf(readEpoch(database, scope, epoch)),
    last: (count) => lastEpochs(database, scope, count).flatMap((row) => knownOf(row) ?? []),
    move: (epoch, to, reason, payload) => {
      const from = database.atomically(() => {
        const row = readEpoch(database, scope, epoch)
        if (row?.state === to && payload === undefined) return undefined
        const before = JSON.parse(row?.payload ?? '{}') as EpochPayload
        const text = payload === undefined ? undefined : canonicalJson({ ...before, ...payload })
        writeEpoch(database, scope, epoch, to, now(), text)
        const was = row?.state ?? 'idle'
        if (was === to) return undefined
        const body = JSON.stringify({ from: was, to, reason })
        appendEvent(database, { at: now(), vault, epoch, kind: 'state', body })
        return was
      })
      if (from !== undefined) tell(listen, vault, epoch, from, to, reason)
    },
  }
}

function tell(
  listen: Listener,
  vault: Address,
  epoch: number,
  from: EpochState,
  to: EpochState,
  reason: string,
): void {
  listen({ kind: 'state', vault, epoch, from, to, reason })
}

function knownOf(
  row: { readonly epoch: number; readonly state: EpochState; readonly payload: string } | undefined,
): KnownEpoch | undefined {
  if (row === undefined) return undefined
  const { inferenceId } = JSON.parse(row.payload) as EpochPayload
  return { epoch: row.epoch, state: row.state, decided: decidedOf(row.payload), inferenceId }
}
