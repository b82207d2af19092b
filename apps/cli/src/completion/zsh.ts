import type { CompletedCommand } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

/** What a setting of a folder says, in zsh: as the commands themselves read it, but without a process. */
const settingsInZsh = `_tickwise_config() {
  config=$TICKWISE_CONFIG
  [[ -z $config ]] || return 0
  local folder=$PWD name
  while true; do
    for name in tickwise.json tickwise.toml; do
      [[ -f $folder/$name ]] && config=$folder/$name && return 0
    done
    [[ -n $folder && $folder != / ]] || return 1
    folder=\${folder%/*}
  done
}
# Key, what the environment says, default: the folder that counts, in $reply.
_tickwise_setting() {
  local i text config value
  local -a match mbegin mend
  local key="\\"$1\\"[[:space:]]*:[[:space:]]*\\"([^\\"]*)\\""
  for ((i = 2; i < CURRENT; i++)); do
    [[ \${words[i]} == --$1=* ]] && reply=\${words[i]#*=} && return
    [[ \${words[i]} == --$1 ]] && ((i + 1 < CURRENT)) && reply=\${words[i + 1]} && return
  done
  reply=\${2:-$3}
  [[ -z $2 ]] && _tickwise_config && [[ -r $config ]] || return
  IFS= read -r -d '' text <$config
  if [[ $config == *.toml ]]; then
    text=$'\\n'\${text%%$'\\n['*}
    key=$'\\n'"[[:space:]]*$1[[:space:]]*=[[:space:]]*[\\"']([^\\"']*)[\\"']"
  fi
  [[ $text =~ $key ]] || return
  value=$match[1]
  [[ $config == */* ]] || config=./$config
  [[ $value == /* ]] && reply=$value || reply=\${config%/*}/$value
}
`

/**
 * A completion script for zsh, with what every command and option means.
 *
 * @param strategies names of the built-in strategies
 */
export function zshCompletion(
  tree: readonly CompletedCommand[],
  strategies: readonly string[],
): string {
  return `#compdef tickwise
# Completion of tickwise for zsh: save it as _tickwise in a folder of $fpath, or source it after compinit.
${settingsInZsh}_tickwise_below() {
  local reply
  local -a names
  _tickwise_setting "$@"
  names=("$reply"/*(N/:t))
  compadd -a names
}
_tickwise_datasets() {
  local reply
  local -a names
  _tickwise_setting dataset "$TICKWISE_DATASET"
  names=(data/*/manifest.json(N:h) \${reply#$PWD/})
  compadd -a names
  _files -/
}
_tickwise_strategies() {
  local -a names
  names=({.,strategies}/*.([cm]|)[jt]s(N:t:r))
  names=(\${names:#*.*})
  compadd ${strategies.join(' ')} $names
  _files -g '*.[cm]#[jt]s'
}
_tickwise() {
  local cur=\${words[CURRENT]} prev=\${words[CURRENT - 1]} way='' word
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    case "\${way:+$way }$word" in
      ${tree
        .filter(({ path }) => path !== '')
        .map(({ path }) => quoted(path))
        .join('|')}) way="\${way:+$way }$word" ;;
    esac
  done
  local -a offered
  case "$way:$prev" in
${tree.flatMap(valueCases).join('\n')}
  esac
  case "$way" in
${tree.map(commandCase).join('\n')}
  esac
}
compdef _tickwise tickwise 2>/dev/null
`
}

function valueCases({ path, options }: CompletedCommand): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ names, kind }) => {
      const patterns = names.map((name) => quoted(`${path}:${name}`)).join('|')
      return `    ${patterns}) ${offer(kind)}; return ;;`
    })
}

function commandCase({ path, commands, options, arguments: kinds }: CompletedCommand): string {
  const flags = options.flatMap(({ names, description }) =>
    names.map((name) => described(name, description)),
  )
  const operands =
    commands.length > 0
      ? `offered=(${commands.map(({ name, description }) => described(name, description)).join(' ')}); _describe command offered`
      : offer(kinds.find((kind) => kind !== undefined))
  return `    ${quoted(path)})
      if [[ $cur == -* ]]; then
        offered=(${flags.join(' ')}); _describe -o option offered
      else
        ${operands}
      fi ;;`
}

function offer(kind: ValueKind): string {
  if (kind === undefined) return ':'
  if (typeof kind !== 'string') return `compadd ${kind.join(' ')}`
  const functions = {
    file: '_files',
    folder: '_files -/',
    dataset: '_tickwise_datasets',
    strategy: '_tickwise_strategies',
    run: '_tickwise_below runs "$TICKWISE_RUNS" runs',
    model: '_tickwise_below models "$TICKWISE_MODELS" models',
  } as const
  return functions[kind]
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const described = (name: string, meaning: string): string =>
  quoted(`${name.replaceAll(':', '\\:')}:${meaning}`)
