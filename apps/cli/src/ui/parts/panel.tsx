import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { cutText } from '../text/cut.ts'

/** A part of a screen under a line with its title; what is in it gets the size that is left. */
export function Panel({
  title,
  size,
  look,
  isActive = false,
  children,
}: {
  readonly title: string
  readonly size: Size
  readonly look: UiLook
  /** The part that has the keys, where a screen has several. */
  readonly isActive?: boolean
  readonly children: (size: Size) => ReactElement | null
}): ReactElement {
  const inner = { columns: size.columns, rows: Math.max(0, size.rows - 1) }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Text wrap="truncate">{titleLine(title, size.columns, look, isActive)}</Text>
      {inner.rows > 0 ? children(inner) : null}
    </Box>
  )
}

/** A title within a rule. */
export function titleLine(
  title: string,
  columns: number,
  { style, glyphs }: UiLook,
  isActive = false,
): string {
  const cut = cutText(title, Math.max(1, columns - 5), glyphs.more)
  const rest = Math.max(0, columns - cut.length - 4)
  const rule = (count: number): string => style('dim', glyphs.rule.repeat(count))
  const name = isActive ? style('cyan', style('bold', cut)) : style('bold', cut)
  return `${rule(2)} ${name} ${rule(rest)}`
}
