import type { KeyBinding } from '../shell/keys.ts'

/**
 * First row that is shown of a list, so that the selected one is seen with as much around it as there is.
 *
 * @example
 * windowStart(100, 50, 10) // 45
 */
export function windowStart(count: number, selected: number, height: number): number {
  return Math.max(0, Math.min(selected - Math.floor(height / 2), count - height))
}

/** A place within a list, wherever the list has ended meanwhile. */
export function within(selected: number, count: number): number {
  return Math.max(0, Math.min(selected, count - 1))
}

/** The keys that move through a list. */
export function selectionKeys({
  selected,
  count,
  page,
  select,
}: {
  readonly selected: number
  readonly count: number
  /** Rows that are seen at once. */
  readonly page: number
  readonly select: (index: number) => void
}): readonly KeyBinding[] {
  const disabled = count === 0 ? 'the list is empty' : undefined
  const to = (index: number) => () => select(within(index, count))
  const step = Math.max(1, page - 1)
  return [
    { keys: ['up', 'k'], help: 'one row up', disabled, run: to(selected - 1) },
    { keys: ['down', 'j'], help: 'one row down', disabled, run: to(selected + 1) },
    { keys: ['pageup', 'ctrl+b'], help: 'a page up', disabled, run: to(selected - step) },
    { keys: ['pagedown', 'ctrl+f'], help: 'a page down', disabled, run: to(selected + step) },
    { keys: ['home', 'g'], help: 'to the first row', disabled, run: to(0) },
    { keys: ['end', 'G'], help: 'to the last row', disabled, run: to(count - 1) },
  ]
}
