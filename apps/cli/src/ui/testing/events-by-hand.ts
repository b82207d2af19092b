import type { CommandEvent } from '@tickwise/terminal'

/** Events that a test hands out when it likes, as a running command would. */
export interface EventsByHand {
  readonly events: AsyncIterable<CommandEvent>
  readonly tell: (...events: readonly CommandEvent[]) => void
  readonly end: () => void
}

/** A command whose events are told by hand. */
export function eventsByHand(): EventsByHand {
  const waiting: CommandEvent[] = []
  let isOver = false
  let wake: () => void = () => undefined
  async function* events(): AsyncGenerator<CommandEvent, void, void> {
    for (;;) {
      const next = waiting.shift()
      if (next !== undefined) yield next
      else if (isOver) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    events: events(),
    tell: (...told) => {
      waiting.push(...told)
      wake()
    },
    end: () => {
      isOver = true
      wake()
    },
  }
}
