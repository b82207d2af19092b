import { UserError } from '@tickwise/amm'
import { readEvents, type CommandEvent } from '@tickwise/terminal'
import { createReadStream, existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where nothing happened for longer, a replay goes on after this, milliseconds. */
const longestPauseMs = 500

/**
 * A recorded stream as it came, long pauses shortened.
 *
 * @throws UserError E_EVENTS_FILE, E_EVENTS
 */
export async function* replayEvents(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<CommandEvent, void, void> {
  if (!existsSync(path)) {
    throw new UserError('E_EVENTS_FILE', `there is no file ${path}`, {
      hint: 'record one: tickwise backtest … --jsonl > run.jsonl',
    })
  }
  let last = 0
  for await (const event of readEvents(createReadStream(path))) {
    const pause = Math.min(longestPauseMs, event.t - last)
    // Timers are no finer than this, and thousands of them would add up.
    if (pause > 4) await sleep(pause, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    last = event.t
    yield event
  }
}
