/** A key as key maps name it: `up`, `enter`, `ctrl+c`, or the character that it types. */
export type KeyName = string

/** What a key does on a screen, told as data: the help and the line of hints are made of it. */
export interface KeyBinding {
  /** Keys that do it; the first is the one that hints show. */
  readonly keys: readonly KeyName[]
  /** One or two words for the line of hints; without it the key is told in the help alone. */
  readonly label?: string
  /** A sentence for the help. */
  readonly help: string
  /** Why it cannot be done just now. The key is shown, greyed, and says so when it is pressed. */
  readonly disabled?: string | undefined
  readonly run: () => void
}

/** The binding of a key, if there is one. */
export function bindingOf(bindings: readonly KeyBinding[], key: KeyName): KeyBinding | undefined {
  return bindings.find(({ keys }) => keys.includes(key))
}

const signs: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  escape: 'esc',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  space: 'space',
}

/** A key as people read it. */
export function keySign(key: KeyName, unicode: boolean): string {
  if (!unicode && ['up', 'down', 'left', 'right'].includes(key)) return key
  return (
    signs[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`)
  )
}
