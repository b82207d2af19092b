/**
 * Moves labels apart that would lie on each other: each at least `gap` from the next, within `low` …
 * `high`, in the order of where they belong, as near to it as that allows. Returns places in the order given.
 *
 * @example
 * spreadApart([10, 11, 50], 12, 0, 100) // [4.5, 16.5, 50]
 */
export function spreadApart(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  interface Group {
    readonly members: readonly number[]
    readonly top: number
  }
  const height = (count: number): number => (count - 1) * gap
  const placed = (members: readonly number[]): Group => {
    const centre = members.reduce((sum, i) => sum + (wanted[i] as number), 0) / members.length
    const top = centre - height(members.length) / 2
    return { members, top: Math.max(low, Math.min(high - height(members.length), top)) }
  }
  const order = wanted
    .map((_, i) => i)
    .sort((a, b) => (wanted[a] as number) - (wanted[b] as number))
  const groups: Group[] = []
  for (const i of order) {
    let group = placed([i])
    for (let above = groups.at(-1); above !== undefined; above = groups.at(-1)) {
      if (above.top + height(above.members.length) + gap <= group.top + 1e-9) break
      groups.pop()
      group = placed([...above.members, ...group.members])
    }
    groups.push(group)
  }
  const places = wanted.slice()
  for (const { members, top } of groups) {
    members.forEach((member, k) => (places[member] = top + k * gap))
  }
  return places
}
