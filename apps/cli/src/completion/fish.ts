import type { CompletedCommand, CompletedOption } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

/**
 * A completion script for fish, with what every command and option means.
 *
 * @param strategies names of the built-in strategies
 */
export function fishCompletion(
  tree: readonly CompletedCommand[],
  strategies: readonly string[],
): string {
  const paths = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  return `# Completion of tickwise for fish: save it as ~/.config/fish/completions/tickwise.fish
function __tickwise_at
  set -l way ''
  for word in (commandline -opc)[2..-1]
    set -l further (string trim -- "$way $word")
    contains -- $further ${paths.join(' ')}; and set way $further
  end
  test "$way" = "$argv[1]"
end
function __tickwise_below
  for entry in $argv[1]/*/
    path basename $entry
  end
end
function __tickwise_datasets
  for manifest in data/*/manifest.json
    path dirname $manifest
  end
  __fish_complete_directories
end
function __tickwise_or
  test -n "$argv[1]"; and echo $argv[1]; or echo $argv[2]
end
complete -c tickwise -f
${tree.flatMap((command) => lines(command, strategies)).join('\n')}
`
}

function lines(
  { path, commands, options, arguments: kinds }: CompletedCommand,
  strategies: readonly string[],
): readonly string[] {
  const at = `complete -c tickwise -n ${quoted(`__tickwise_at ${quoted(path)}`)}`
  const kind = kinds.find((one) => one !== undefined)
  return [
    ...commands.map(({ name, description }) => `${at} -a ${name} -d ${quoted(description)}`),
    ...(kind === undefined ? [] : [`${at}${offer(kind, strategies)}`]),
    ...options.map((option) => `${at}${flags(option)}${value(option, strategies)}`),
  ]
}

function flags({ names, description }: CompletedOption): string {
  const parts = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  )
  return ` ${parts.join(' ')} -d ${quoted(description)}`
}

function value({ takesValue, kind }: CompletedOption, strategies: readonly string[]): string {
  return takesValue ? ` -r${offer(kind, strategies)}` : ''
}

function offer(kind: ValueKind, strategies: readonly string[]): string {
  if (kind === undefined) return ''
  if (typeof kind !== 'string') return ` -a ${quoted(kind.join(' '))}`
  const words = {
    file: ' -F',
    folder: " -a '(__fish_complete_directories)'",
    dataset: " -a '(__tickwise_datasets)'",
    strategy: ` -F -a ${quoted(strategies.join(' '))}`,
    run: ` -a '(__tickwise_below (__tickwise_or "$TICKWISE_RUNS" runs))'`,
    model: ` -a '(__tickwise_below (__tickwise_or "$TICKWISE_MODELS" models))'`,
  } as const
  return words[kind]
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
