import type { PoolEventColumns, StartState } from '@tickwise/amm'
import type { ChainState, PositionEvent } from '../dataset.ts'
import type { PoolMeta } from './pool-identity.ts'
import type { SourcedEvent } from './source-row.ts'

/**
 * What a layout gives once it is understood: a stream of events that can be read again, and what else
 * the files hold. Parts as functions are asked after all events were read.
 */
export interface EventSource {
  /** Name of the layout, kept in the manifest. */
  readonly format: string
  /** What the files say about the pool. */
  readonly meta: PoolMeta
  /** Events in chain order. Every call reads from the beginning. */
  readonly events: () => AsyncIterable<SourcedEvent>
  readonly expectedEvents?: number
  readonly startState?: (columns: PoolEventColumns) => StartState
  /** Compares a derived start state with one that the files hold; throws where they differ. */
  readonly checkStart?: (start: StartState) => void
  readonly states?: (columns: PoolEventColumns) => readonly ChainState[]
  readonly positionEvents?: () => readonly PositionEvent[]
  /** Things the user should know: faults of the file that were mended or left alone. */
  readonly notes: readonly string[]
}

/** Of states read beside the events, those between the first and the last event. */
export const statesWithin = (
  states: readonly ChainState[],
  { blockNumber, length }: PoolEventColumns,
): readonly ChainState[] => {
  const [first = 0, last = 0] = [blockNumber[0], blockNumber[length - 1]]
  return states.filter((state) => state.blockNumber >= first && state.blockNumber <= last)
}
