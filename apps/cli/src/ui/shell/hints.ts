import type { UiLook } from '../look.ts'
import { keySign, type KeyBinding } from './keys.ts'

/** The keys of a screen in one line, as many as have room; those that do nothing just now are greyed. */
export function hintsOf(bindings: readonly KeyBinding[], columns: number, look: UiLook): string {
  const { style, unicode } = look
  let line = ''
  let length = 0
  for (const { keys, label, disabled } of inOrder(bindings)) {
    const sign = keySign(keys[0] ?? '', unicode)
    const size = sign.length + 1 + (label ?? '').length
    const gap = line === '' ? '' : '  '
    if (length + gap.length + size > columns) continue
    line += gap
    line +=
      disabled === undefined ? `${style('cyan', sign)} ${label}` : style('dim', `${sign} ${label}`)
    length += gap.length + size
  }
  return line
}

/** The way to all other keys has room before anything else. */
function inOrder(bindings: readonly KeyBinding[]): readonly KeyBinding[] {
  const labelled = bindings.filter(({ label }) => label !== undefined)
  const isHelp = ({ keys }: KeyBinding): boolean => keys.includes('?')
  return [...labelled.filter(isHelp), ...labelled.filter((binding) => !isHelp(binding))]
}
