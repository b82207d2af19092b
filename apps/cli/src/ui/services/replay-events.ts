import { UserError } from '@tickwise/amm'
import { readEvents, type CommandEvent } from '@tickwise/terminal'
import { createReadStream, existsSync } from 'node:fs'
import { createReplayPace, type ReplayPace } from './replay-pace.ts'

/**
 * A recorded stream as it came, long pauses shortened, at a pace that may change while it is played.
 *
 * @throws UserError E_EVENTS_FILE, E_EVENTS
 */
export async function* replayEvents(
  path: string,
  signal: AbortSignal,
  pace: ReplayPace = createReplayPace(),
): AsyncGenerator<CommandEvent, void, void> {
  if (!existsSync(path)) {
    throw new UserError('E_EVENTS_FILE', `there is no file ${path}`, {
      hint: 'record one: tickwise backtest … --jsonl > run.jsonl',
    })
  }
  for await (const event of readEvents(createReadStream(path))) {
    await pace.until(event.t, signal)
    if (signal.aborted) return
    yield event
  }
}
