import type { BlockRange } from './chain-log.ts'

/** Blocks still to be read, in ascending ranges. */
export interface BlockQueue {
  /** Ranges nobody works on, ascending. */
  waiting: BlockRange[]
  /** Blocks of finished ranges. */
  doneBlocks: number
  /** Ranges being worked on. */
  inWork: number
  /** Nothing more is handed out: a worker met an error that the others cannot mend. */
  stopped: boolean
}

/** Number of blocks, both ends included. */
export const blocksOf = (range: BlockRange): number => range.to - range.from + 1

/** The queue for `whole` without what is `finished` (ascending, not overlapping). */
export function createBlockQueue(whole: BlockRange, finished: readonly BlockRange[]): BlockQueue {
  const waiting: BlockRange[] = []
  let next = whole.from
  for (const range of finished) {
    if (range.from > next) waiting.push({ from: next, to: range.from - 1 })
    next = range.to + 1
  }
  if (next <= whole.to) waiting.push({ from: next, to: whole.to })
  const doneBlocks = finished.reduce((sum, range) => sum + blocksOf(range), 0)
  return { waiting, doneBlocks, inWork: 0, stopped: false }
}

/** Takes the first waiting blocks, at most `most`; `undefined` when none wait. */
export function takeRange(queue: BlockQueue, most: number): BlockRange | undefined {
  const first = queue.stopped ? undefined : queue.waiting.shift()
  if (first === undefined) return undefined
  queue.inWork += 1
  if (blocksOf(first) <= most) return first
  const taken = { from: first.from, to: first.from + most - 1 }
  queue.waiting.unshift({ from: taken.to + 1, to: first.to })
  return taken
}

/** Gives a range back that could not be read. */
export function giveBack(queue: BlockQueue, range: BlockRange): void {
  queue.inWork -= 1
  queue.waiting.push(range)
  queue.waiting.sort((a, b) => a.from - b.from)
}

/** Marks a taken range as read. */
export function finishRange(queue: BlockQueue, range: BlockRange): void {
  queue.inWork -= 1
  queue.doneBlocks += blocksOf(range)
}
