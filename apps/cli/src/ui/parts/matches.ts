/**
 * Whether a row has every word of a filter, in whichever of its cells; capital letters do not matter.
 *
 * @example
 * matchesFilter(['recentre', 'USDC/WETH'], 'weth rec') // true
 */
export function matchesFilter(cells: readonly string[], filter: string): boolean {
  const text = cells.join(' ').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
