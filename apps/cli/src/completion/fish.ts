import type { CompletedCommand, CompletedOption } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

/** What a setting of a folder says, in fish: as the commands themselves read it, but without a process. */
const settingsInFish = `function __tickwise_config
  if test -n "$TICKWISE_CONFIG"
    echo $TICKWISE_CONFIG
    return
  end
  set -l folder $PWD
  while true
    for name in tickwise.json tickwise.toml
      if test -f "$folder/$name"
        echo "$folder/$name"
        return
      end
    end
    test "$folder" = /; and return
    set folder (path dirname $folder)
  end
end
# Key, what the environment says, default: the folder that counts.
function __tickwise_setting
  set -l words (commandline -opc)
  for i in (seq (count $words))
    if string match -q -- "--$argv[1]=*" $words[$i]
      string replace -- "--$argv[1]=" '' $words[$i]
      return
    end
    if test "$words[$i]" = "--$argv[1]"; and set -q words[(math $i + 1)]
      echo $words[(math $i + 1)]
      return
    end
  end
  if test -n "$argv[2]"
    echo $argv[2]
    return
  end
  set -l config (__tickwise_config)
  set -l value
  if test -r "$config"
    if string match -q '*.toml' $config
      while read -l line
        string match -qr '^\\\\s*\\\\[' -- $line; and break
        set value (string match -rg '^\\\\s*'$argv[1]'\\\\s*=\\\\s*["\\']([^"\\']*)' -- $line); and break
      end <$config
    else
      read -z -l text <$config
      set value (string match -rg '"'$argv[1]'"\\\\s*:\\\\s*"([^"]*)"' -- $text)[1]
    end
  end
  if test -z "$value"
    echo $argv[3]
  else if string match -q '/*' -- $value
    echo $value
  else
    echo (path dirname $config)/$value
  end
end
`

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
${settingsInFish}function __tickwise_below
  for entry in (__tickwise_setting $argv)/*/
    path basename $entry
  end
end
function __tickwise_datasets
  for manifest in data/*/manifest.json
    path dirname $manifest
  end
  set -l configured (__tickwise_setting dataset "$TICKWISE_DATASET" '')
  test -n "$configured"; and string replace -- "$PWD/" '' $configured
  __fish_complete_directories
end
function __tickwise_strategies
  for file in *.ts *.[cm]ts *.js *.[cm]js strategies/*.ts strategies/*.js
    set -l name (path change-extension '' (path basename $file))
    string match -q '*.*' $name; or echo $name
  end
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
    strategy: ` -F -a ${quoted(`${strategies.join(' ')} (__tickwise_strategies)`)}`,
    run: ` -a '(__tickwise_below runs "$TICKWISE_RUNS" runs)'`,
    model: ` -a '(__tickwise_below models "$TICKWISE_MODELS" models)'`,
  } as const
  return words[kind]
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
