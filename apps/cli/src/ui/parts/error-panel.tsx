import { renderError, type ErrorReport } from '@tickwise/terminal'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { wrapText } from '../text/cut.ts'
import { Lines } from './lines.tsx'

/** A failure as commands tell it: what happened, its facts, and what to do. */
export function ErrorPanel({
  error,
  size,
  look,
}: {
  readonly error: ErrorReport
  readonly size: Size
  readonly look: UiLook
}): ReactElement {
  const { style } = look
  const lines = renderError(error, (_, text) => text)
    .split('\n')
    .flatMap((line) => wrapText(line, size.columns))
    .map((line) =>
      line
        .replace(/^error:/, style('red', 'error:'))
        .replace(/^what to do:/, style('cyan', 'what to do:')),
    )
  return <Lines lines={lines} size={size} look={look} />
}
