/** The last of many things, and how many there were. */
export interface Tail<Item> {
  /** Oldest first. */
  readonly items: readonly Item[]
  readonly count: number
}

/** Nothing yet. */
export const emptyTail: Tail<never> = { items: [], count: 0 }

/** With one more at the end; of more than `limit` the oldest goes. */
export function appended<Item>(tail: Tail<Item>, item: Item, limit: number): Tail<Item> {
  const from = Math.max(0, tail.items.length + 1 - limit)
  return { items: [...tail.items.slice(from), item], count: tail.count + 1 }
}
