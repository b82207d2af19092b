import type { CompletedCommand } from './command-tree.ts'
import type { ValueKind } from './value-kind.ts'

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
_tickwise_below() {
  local -a names
  names=("$1"/*(N/:t))
  compadd -a names
}
_tickwise_datasets() {
  local -a names
  names=(data/*/manifest.json(N:h))
  compadd -a names
  _files -/
}
_tickwise_strategies() {
  compadd ${strategies.join(' ')}
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
    run: '_tickwise_below "${TICKWISE_RUNS:-runs}"',
    model: '_tickwise_below "${TICKWISE_MODELS:-models}"',
  } as const
  return functions[kind]
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const described = (name: string, meaning: string): string =>
  quoted(`${name.replaceAll(':', '\\:')}:${meaning}`)
