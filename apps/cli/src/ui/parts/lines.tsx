import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { cutText } from '../text/cut.ts'
import { tokenOf } from '../terminal/line-tokens.ts'
import { toAscii } from '../text/to-ascii.ts'

/** Lines of text, each cut where it would not fit, at most as many as there are rows. */
export function Lines({
  lines,
  size,
  look,
}: {
  readonly lines: readonly string[]
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const shown = lines.slice(0, Math.max(0, size.rows))
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {shown.map((line, i) => (
        <Line key={i} text={line} columns={size.columns} look={look} />
      ))}
    </Box>
  )
}

/** One line, cut where it would not fit. */
export function Line({
  text,
  columns,
  look,
}: {
  readonly text: string
  readonly columns: number
  readonly look: UiLook
}): ReactElement {
  const shown = cutText(look.unicode ? text : toAscii(text), columns, look.glyphs.more)
  // The frame writer puts the text in the place of its token.
  return (
    <Box width={columns}>
      <Text>{tokenOf(shown)}</Text>
    </Box>
  )
}
