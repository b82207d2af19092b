import type { CompletedCommand } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

/** What a setting of a folder says, in bash: as the commands themselves read it, but without a process. */
const settingsInBash = `_tickwise_config() {
  config=\${TICKWISE_CONFIG:-}
  [[ -z $config ]] || return 0
  local folder=$PWD name
  while :; do
    for name in tickwise.json tickwise.toml; do
      [[ -f $folder/$name ]] && config=$folder/$name && return 0
    done
    [[ -n $folder && $folder != / ]] || return 1
    folder=\${folder%/*}
  done
}
# Key, what the environment says, default: the folder that counts, in $reply.
_tickwise_setting() {
  local i text config value key="\\"$1\\"[[:space:]]*:[[:space:]]*\\"([^\\"]*)\\""
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == --$1=* ]] && reply=\${COMP_WORDS[i]#*=} && return
    [[ \${COMP_WORDS[i]} == --$1 ]] || continue
    [[ \${COMP_WORDS[i + 1]} == = ]] && ((i++))
    ((i + 1 < COMP_CWORD)) && reply=\${COMP_WORDS[i + 1]} && return
  done
  reply=\${2:-\${3:-}}
  [[ -z $2 ]] && _tickwise_config && [[ -r $config ]] || return
  IFS= read -r -d '' text <"$config"
  if [[ $config == *.toml ]]; then
    text=$'\\n'\${text%%$'\\n['*}
    key=$'\\n'"[[:space:]]*$1[[:space:]]*=[[:space:]]*[\\"']([^\\"']*)[\\"']"
  fi
  [[ $text =~ $key ]] || return
  value=\${BASH_REMATCH[1]}
  [[ $config == */* ]] || config=./$config
  [[ $value == /* ]] && reply=$value || reply=\${config%/*}/$value
}
`

/**
 * A completion script for bash. It knows every command and option by heart and looks for datasets, runs and
 * models in the folders where they lie: no process is started at a press of the key.
 *
 * @param strategies names of the built-in strategies
 */
export function bashCompletion(
  tree: readonly CompletedCommand[],
  strategies: readonly string[],
): string {
  return `# Completion of tickwise for bash: source it, or save it where bash-completion looks:
#   tickwise completion bash > ~/.local/share/bash-completion/completions/tickwise
_tickwise_reply() {
  local IFS=$'\\n'
  COMPREPLY+=($(compgen "$@" -- "$cur"))
}
# Not compgen -W, which would expand what stands in a name.
_tickwise_words() {
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] || continue
    [[ $word == *[[:space:]\\$\\\`\\'\\"]* ]] && printf -v word %q "$word"
    COMPREPLY+=("$word")
  done
}
_tickwise_folders() {
  compopt -o filenames 2>/dev/null
  _tickwise_reply -d
}
_tickwise_files() {
  compopt -o filenames 2>/dev/null
  _tickwise_reply -f
}
${settingsInBash}_tickwise_datasets() {
  local manifest reply names=()
  for manifest in data/*/manifest.json; do
    [[ -e $manifest ]] && names+=("\${manifest%/manifest.json}")
  done
  _tickwise_setting dataset "\${TICKWISE_DATASET:-}"
  [[ -n $reply ]] && names+=("\${reply#"$PWD/"}")
  _tickwise_words "\${names[@]}"
  [[ \${#COMPREPLY[@]} -gt 0 ]] || _tickwise_folders
}
_tickwise_below() {
  local entry reply names=()
  _tickwise_setting "$@"
  for entry in "$reply"/*/; do
    [[ -d $entry ]] && entry=\${entry%/} && names+=("\${entry##*/}")
  done
  _tickwise_words "\${names[@]}"
}
_tickwise_strategies() {
  local file names=()
  for file in *.[jt]s *.[cm][jt]s strategies/*.[jt]s strategies/*.[cm][jt]s; do
    [[ -e $file ]] && file=\${file##*/} && file=\${file%.*} && [[ $file != *.* ]] && names+=("$file")
  done
  _tickwise_words ${strategies.join(' ')} "\${names[@]}"
  compopt -o filenames 2>/dev/null
  _tickwise_reply -f -X '!*.[cm]?[jt]s'
  _tickwise_reply -f -X '!*.[jt]s'
  _tickwise_reply -d
}
_tickwise() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} path='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
    ${tree
      .filter(({ path }) => path !== '')
      .map(({ path }) => quoted(path))
      .join(' | ')}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path:$prev" in
${tree.flatMap(valueCases).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case "$path" in
${tree.map(({ path, options }) => `    ${quoted(path)}) _tickwise_words ${options.flatMap(({ names }) => names).join(' ')} ;;`).join('\n')}
    esac
    return
  fi
  case "$path" in
${tree.map((command) => `    ${quoted(command.path)}) ${operands(command)} ;;`).join('\n')}
  esac
}
complete -F _tickwise tickwise
`
}

function valueCases({ path, options }: CompletedCommand): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ names, kind }) => {
      const patterns = names.map((name) => quoted(`${path}:${name}`)).join(' | ')
      return `  ${patterns}) ${offer(kind)}; return ;;`
    })
}

function operands({ commands, arguments: kinds }: CompletedCommand): string {
  if (commands.length > 0) return `_tickwise_words ${commands.map(({ name }) => name).join(' ')}`
  return offer(kinds.find((kind) => kind !== undefined))
}

function offer(kind: ValueKind): string {
  if (kind === undefined) return ':'
  if (typeof kind !== 'string') return `_tickwise_words ${kind.join(' ')}`
  const functions = {
    file: '_tickwise_files',
    folder: '_tickwise_folders',
    dataset: '_tickwise_datasets',
    strategy: '_tickwise_strategies',
    run: '_tickwise_below runs "${TICKWISE_RUNS:-}" runs',
    model: '_tickwise_below models "${TICKWISE_MODELS:-}" models',
  } as const
  return functions[kind]
}

const quoted = (text: string): string => `'${text}'`
