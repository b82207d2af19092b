import { allowedBlocks } from './rpc-failure.ts'
import type { RpcFailure } from './rpc-failure.ts'

/** How many blocks an endpoint is asked for at once; learnt from its answers. */
export interface RangeSize {
  blocks: number
  /** It has refused more than this. */
  ceiling: number
  /** Good answers since the ceiling was last found: after some of them it is tried again. */
  sinceCeiling: number
}

/** Answers of this many logs are large enough: more blocks would bring providers' caps near. */
const wantedLogs = 2000

/** Good answers after which an old ceiling is doubted (providers' limits follow their load). */
const ceilingPatience = 50

/** Size of the next request, at first `blocks`, never above `ceiling`. */
export function createRangeSize(blocks: number, ceiling: number): RangeSize {
  return { blocks, ceiling, sinceCeiling: 0 }
}

/** After a good answer of `logs` logs to the full size: ask for more next time. */
export function growRange(size: RangeSize, asked: number, logs: number): void {
  size.sinceCeiling += 1
  if (size.sinceCeiling >= ceilingPatience) {
    size.ceiling *= 2
    size.sinceCeiling = 0
  }
  if (asked < size.blocks) return
  if (logs > wantedLogs) size.blocks = Math.max(1, Math.floor(size.blocks / 2))
  else if (logs * 2 <= wantedLogs) size.blocks = Math.min(size.ceiling, size.blocks * 2)
}

/** After an answer that says, or shows, that `asked` blocks were too many. */
export function shrinkRange(size: RangeSize, asked: number, failure: RpcFailure): void {
  const half = Math.max(1, Math.floor(asked / 2))
  if (failure.kind === 'range') {
    const allowed = allowedBlocks(failure.message, asked)
    // Without a number the limit lies between half and whole: three quarters come close to it soon.
    size.ceiling = Math.min(size.ceiling, allowed ?? Math.max(1, Math.floor((asked * 3) / 4)))
    size.sinceCeiling = 0
    size.blocks = Math.min(size.blocks, allowed ?? half)
  } else {
    size.blocks = Math.min(size.blocks, half)
  }
}
