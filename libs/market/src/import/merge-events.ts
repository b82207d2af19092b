import { inOrder } from './source-row.ts'
import type { SourcedEvent } from './source-row.ts'

const isBefore = ({ event: a }: SourcedEvent, { event: b }: SourcedEvent): boolean =>
  a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex)

/**
 * Merges streams that are each in chain order into one. Takes the next event from the stream that
 * stands lowest, so no stream is held in memory.
 *
 * @throws UserError E_EVENT_ORDER, E_DUPLICATE_EVENT naming file and row
 */
export async function* mergeEvents(
  streams: readonly AsyncIterable<SourcedEvent>[],
): AsyncGenerator<SourcedEvent> {
  yield* inOrder(merged(streams.map((stream) => inOrder(stream))))
}

async function* merged(
  streams: readonly AsyncGenerator<SourcedEvent>[],
): AsyncGenerator<SourcedEvent> {
  try {
    const heads = await Promise.all(
      streams.map(async (stream) => ({ stream, result: await stream.next() })),
    )
    for (;;) {
      let lowest: { stream: AsyncGenerator<SourcedEvent>; value: SourcedEvent } | undefined
      let position = -1
      heads.forEach(({ stream, result }, i) => {
        if (result.done) return
        if (lowest !== undefined && !isBefore(result.value, lowest.value)) return
        lowest = { stream, value: result.value }
        position = i
      })
      if (lowest === undefined) return
      yield lowest.value
      heads[position] = { stream: lowest.stream, result: await lowest.stream.next() }
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)))
  }
}
