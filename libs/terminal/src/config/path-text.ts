/**
 * `['vaults', 0, 'strategy']` as `vaults[0].strategy`.
 *
 * @example
 * pathText(['vaults', 0, 'strategy']) // 'vaults[0].strategy'
 */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) =>
      typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`,
    )
    .join('')
}
