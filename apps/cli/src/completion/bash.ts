import type { CompletedCommand } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

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
_tickwise_words() {
  COMPREPLY+=($(compgen -W "$*" -- "$cur"))
}
_tickwise_folders() {
  compopt -o filenames 2>/dev/null
  _tickwise_reply -d
}
_tickwise_files() {
  compopt -o filenames 2>/dev/null
  _tickwise_reply -f
}
_tickwise_datasets() {
  local manifest names=()
  for manifest in data/*/manifest.json; do
    [[ -e $manifest ]] && names+=("\${manifest%/manifest.json}")
  done
  _tickwise_words "\${names[@]}"
  [[ \${#COMPREPLY[@]} -gt 0 ]] || _tickwise_folders
}
_tickwise_below() {
  local entry names=()
  for entry in "$1"/*/; do
    [[ -d $entry ]] && entry=\${entry%/} && names+=("\${entry##*/}")
  done
  _tickwise_words "\${names[@]}"
}
_tickwise_strategies() {
  _tickwise_words ${strategies.join(' ')}
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
    run: '_tickwise_below "${TICKWISE_RUNS:-runs}"',
    model: '_tickwise_below "${TICKWISE_MODELS:-models}"',
  } as const
  return functions[kind]
}

const quoted = (text: string): string => `'${text}'`
