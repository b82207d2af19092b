import { nearestName } from '@tickwise/amm'
import { outputScreenName } from './command-job.ts'
import type { NamedCommand, UiServices } from '../services/ui-services.ts'
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

/** Names that a line may become: of a screen or command, or once a screen stands there, of what it is opened with. */
export async function completionsOf(
  line: string,
  screens: readonly AnyScreen[],
  services: UiServices,
): Promise<readonly string[]> {
  const commands = await services.commands()
  const names = namesOf(screens, commands).filter((name) => name.startsWith(line) && name !== line)
  return [...names, ...(await argumentsOf(line, screens, services))]
}

/** Lines with the argument of a screen that is being typed, as far as the screen knows what it may be. */
async function argumentsOf(
  line: string,
  screens: readonly AnyScreen[],
  services: UiServices,
): Promise<readonly string[]> {
  const [, before = '', begun = ''] = /^(\S+\s(?:.*\s)?)(\S*)$/.exec(line) ?? []
  const [name, ...args] = splitWords(before)
  const screen = screens.find((known) => known.name === name)
  if (screen?.choices === undefined || args.length >= argumentCounts(screen).most) return []
  // What cannot be listed is not proposed; opening it tells why.
  const words = await screen.choices(services, args).catch(() => [])
  return words.filter((word) => word.startsWith(begun) && word !== begun).map(quoted(before))
}

/** A word behind a line, whole where it has spaces. */
const quoted =
  (before: string) =>
  (word: string): string =>
    before + (/\s/.test(word) ? `"${word}"` : word)

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
  const choices = await completionsOf(text, screens, actions.services)
  // Who has typed on meanwhile is not set back.
  if (choices.length === 0 || shell.getState().line.text !== text) return
  const shared = choices.reduce(sharedStart)
  if (shared.length > text.length) {
    const isWhole = choices.length === 1
    return dispatch({ type: 'typed', line: textAtEnd(isWhole ? `${shared} ` : shared) })
  }
  // Behind the name of a screen only what differs is of use.
  const isArgument = screens.some(({ name }) => text.startsWith(`${name} `))
  const from = isArgument ? text.lastIndexOf(' ') + 1 : 0
  actions.notify(choices.map((choice) => choice.slice(from)).join('  '))
}

function sharedStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return a.slice(0, length)
}
