import type { ReactElement } from 'react'
import { Lines } from '../parts/lines.tsx'
import type { UiLook } from '../look.ts'
import { wrapText } from '../text/cut.ts'
import { keySign, type KeyBinding } from './keys.ts'
import type { Size } from './size.ts'

/** All keys, from the same data that the keys themselves work by; why one does nothing stands below it. */
export function HelpOverlay({
  bindings,
  size,
  look,
  top,
}: {
  readonly bindings: readonly KeyBinding[]
  readonly size: Size
  readonly look: UiLook
  readonly top: number
}): ReactElement {
  const lines = helpLines(bindings, size.columns, look)
  const first = Math.min(top, Math.max(0, lines.length - (size.rows - 1)))
  const isCut = lines.length > size.rows - 1
  const { up, down } = look.glyphs
  const title = `Keys${isCut ? ` (${up}${down} for more)` : ''}, any other key closes this`
  return (
    <Lines lines={[look.style('bold', title), ...lines.slice(first)]} size={size} look={look} />
  )
}

/** The help as lines. */
export function helpLines(
  bindings: readonly KeyBinding[],
  columns: number,
  look: UiLook,
): readonly string[] {
  const signs = bindings.map(({ keys }) => keys.map((key) => keySign(key, look.unicode)).join(' '))
  const margin = Math.min(16, Math.max(...signs.map((sign) => sign.length))) + 2
  return bindings.flatMap(({ help, disabled }, i) => {
    const text = disabled === undefined ? help : `${help} (not now: ${disabled})`
    const wrapped = wrapText(text, columns - margin)
    const lines = wrapped.map(
      (line, k) => `${(k === 0 ? (signs[i] ?? '') : '').padEnd(margin)}${line}`,
    )
    return disabled === undefined ? lines : lines.map((line) => look.style('dim', line))
  })
}
