import type { Key } from 'ink'
import type { KeyName } from './keys.ts'

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
] as const satisfies readonly (readonly [keyof Key, KeyName])[]

/**
 * The keys in one piece of input. A slow line may deliver several at once; a pasted text is as many keys as it
 * has characters.
 */
export function keysOf(input: string, key: Key): readonly KeyName[] {
  const found = named.find(([flag]) => key[flag])
  if (found !== undefined) return [found[1]]
  if (key.tab) return [key.shift ? 'backtab' : 'tab']
  // Terminals send DEL for the backspace key; ink calls that "delete".
  if (key.backspace || key.delete) return ['backspace']
  if (key.ctrl) return [`ctrl+${input}`]
  if (key.meta) return input === '' ? [] : [`alt+${input}`]
  return [...input].flatMap((character) => {
    if (character === ' ') return ['space']
    if (character === '\r' || character === '\n') return ['enter']
    return character < ' ' || character === '\u007f' ? [] : [character]
  })
}
