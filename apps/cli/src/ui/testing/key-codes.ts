/** What a terminal sends for keys that are not characters. */
const sequences: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backtab: '\u001b[Z',
  backspace: '\u007f',
  space: ' ',
}

/** The bytes of a key: a name as key maps have it, or the character itself. */
export function bytesOfKey(key: string): string {
  const control = /^ctrl\+([a-z])$/.exec(key)?.[1]
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 96)
  return sequences[key] ?? key
}
