/** Letters that a part of a name needs to be told from chance. */
const shortestPart = 4

/**
 * The known name that starts with `name`, else one that holds it, else the one that takes the fewest single-letter edits to
 * reach from it (Levenshtein, 1966); `undefined` when none is near enough to be meant.
 *
 * @example
 * nearestName('recenter', ['hold', 'recentre']) // 'recentre'
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  const longer = known.find((candidate) => candidate.toLowerCase().startsWith(wanted))
  if (longer !== undefined && wanted !== '') return longer
  const holding = known.find((candidate) => candidate.toLowerCase().includes(wanted))
  if (holding !== undefined && wanted.length >= shortestPart) return holding
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
