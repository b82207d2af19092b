import { nearestName } from '@tickwise/amm'
import { outputScreenName } from './command-job.ts'
import type { NamedCommand } from '../services/ui-services.ts'
import { splitWords } from '../text/split-words.ts'
import { textAtEnd, type EditedText } from '../text/edit-text.ts'
import { argumentCounts, type AnyScreen } from './screen.ts'
import type { Shell } from './shell.ts'

/** What a line in the command bar means. */
export type Meaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'screen'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'command'; readonly args: readonly string[] }
  | { readonly kind: 'unknown'; readonly text: string; readonly nearest?: string | undefined }

/** Reads a line: the name of a screen with its arguments, or a command as it is typed after `tickwise`. */
export function meaningOf(
  line: string,
  screens: readonly AnyScreen[],
  commands: readonly NamedCommand[],
): Meaning {
  const words = splitWords(line)
  const [name, ...args] = words[0] === 'tickwise' ? words.slice(1) : words
  if (name === undefined) return { kind: 'nothing' }
  const screen = screens.find((known) => known.name === name)
  const counts = screen && argumentCounts(screen)
  if (counts && args.length >= counts.least && args.length <= counts.most) {
    return { kind: 'screen', name, args }
  }
  const typed = [name, ...args]
  const isCommand = commands.some(({ name: known }) =>
    known.split(' ').every((word, i) => typed[i] === word),
  )
  if (isCommand) return { kind: 'command', args: typed }
  // With wrong arguments the screen itself says what it needs.
  if (screen !== undefined) return { kind: 'screen', name, args }
  const nearest = nearestName(typed.join(' '), namesOf(screens, commands))
  return {
    kind: 'unknown',
    text: name,
    nearest: nearest ?? nearestName(name, namesOf(screens, commands)),
  }
}

/** Names that a line may become. */
export function completionsOf(
  line: string,
  screens: readonly AnyScreen[],
  commands: readonly NamedCommand[],
): readonly string[] {
  return namesOf(screens, commands).filter((name) => name.startsWith(line) && name !== line)
}

function namesOf(
  screens: readonly AnyScreen[],
  commands: readonly NamedCommand[],
): readonly string[] {
  const shown = screens.filter(({ name }) => name !== outputScreenName).map(({ name }) => name)
  return [...new Set([...shown, ...commands.map(({ name }) => name)])].sort()
}

/** Opens or runs what a line means; what means nothing stays to be mended. */
export async function submitCommand(shell: Shell, line: string): Promise<void> {
  const { screens, actions, dispatch } = shell
  const meaning = meaningOf(line, screens, await actions.services.commands())
  switch (meaning.kind) {
    case 'nothing':
      return dispatch({ type: 'mode', mode: 'screen' })
    case 'screen':
      dispatch({ type: 'mode', mode: 'screen' })
      return actions.open(meaning.name, ...meaning.args)
    case 'command':
      dispatch({ type: 'mode', mode: 'screen' })
      return actions.runCommand(...meaning.args)
    case 'unknown':
      return actions.notify(
        meaning.nearest === undefined
          ? `there is no screen or command ${meaning.text}`
          : `${meaning.text}: did you mean ${meaning.nearest}?`,
        'error',
      )
  }
}

/** Completes a line as far as what it may become agrees; tells the choices where it does not. */
export async function completeCommand(shell: Shell, { text }: EditedText): Promise<void> {
  const { screens, actions, dispatch } = shell
  const choices = completionsOf(text, screens, await actions.services.commands())
  if (choices.length === 0) return
  const shared = choices.reduce(sharedStart)
  if (shared.length > text.length) {
    const isWhole = choices.length === 1
    return dispatch({ type: 'typed', line: textAtEnd(isWhole ? `${shared} ` : shared) })
  }
  actions.notify(choices.join('  '))
}

function sharedStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return a.slice(0, length)
}
