import { Text } from 'ink'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import { shownText, type EditedText } from '../text/edit-text.ts'

/** A line that is being typed, with its cursor. */
export function TextLine({
  label,
  value,
  columns,
  look,
}: {
  readonly label: string
  readonly value: EditedText
  readonly columns: number
  readonly look: UiLook
}): ReactElement {
  const room = Math.max(1, columns - label.length - 1)
  return (
    <Text wrap="truncate">
      {look.style('cyan', label)} {shownText(value, room, look.glyphs.cursor)}
    </Text>
  )
}
