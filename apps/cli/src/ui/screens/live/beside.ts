import { fitText } from '../../text/cut.ts'

/** Two blocks of lines next to each other, the left one `columns` wide with a gap behind it. */
export function beside(
  left: readonly string[],
  right: readonly string[],
  columns: number,
): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    `${fitText(left[i] ?? '', columns)}  ${right[i] ?? ''}`.trimEnd(),
  )
}
