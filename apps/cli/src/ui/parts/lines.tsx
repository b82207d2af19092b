import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { cutText } from '../text/cut.ts'

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
        <Text key={i} wrap="truncate">
          {cutText(line, size.columns, look.glyphs.more) || ' '}
        </Text>
      ))}
    </Box>
  )
}
