import type { Argument, Option } from 'commander'
import { topicNames } from '../help/topics.ts'

/** What a shell offers for a value: names of its own kind, fixed words, or nothing. */
export type ValueKind =
  | 'file'
  | 'folder'
  | 'dataset'
  | 'strategy'
  | 'run'
  | 'model'
  | readonly string[]
  | undefined

/** Words that options take, where they are not files or names: what the commands themselves accept. */
const words: Readonly<Record<string, readonly string[]>> = {
  '--impact <mode>': ['taker', 'diluted', 'counterfactual'],
  '--target <what>': ['log-variance', 'log-fee-growth', 'drift'],
  '--backend <name>': ['auto', 'node', 'wasm', 'cpu'],
  '--spec <name>': ['har', 'har-net', 'mlp', 'gru'],
  '--preset <name>': ['calm', 'busy'],
  '--verify <how>': ['all', 'suspicious'],
  '--as <form>': ['bytes', 'solidity', 'markdown'],
  '--policy <name>': ['volatility-band', 'passive'],
  '--log-level <level>': ['debug', 'info', 'warn', 'error'],
  '--trials <n|record>': ['record'],
  '--asset <symbol>': ['0', '1'],
}

/** Kinds by what stands between the brackets, if nothing more special is known. */
const placeholders: Readonly<Record<string, ValueKind>> = {
  file: 'file',
  path: 'file',
  dir: 'folder',
  folder: 'folder',
  run: 'run',
  runs: 'run',
  model: 'model',
  'name|hash': 'model',
  'name|hash|file': 'model',
}

/** What a shell offers for the value of an option. */
export function kindOfOption(option: Option): ValueKind {
  if (option.argChoices !== undefined) return option.argChoices
  const known = words[option.flags]
  if (known !== undefined) return known
  if (option.long === '--dataset') return 'dataset'
  if (option.long === '--strategy') return 'strategy'
  return placeholders[/[<[]([^\]>.]+)/.exec(option.flags)?.[1] ?? '']
}

/** What a shell offers for an argument of a command. */
export function kindOfArgument(path: string, argument: Argument): ValueKind {
  if (argument.argChoices !== undefined) return argument.argChoices
  if (path === 'strategies show') return 'strategy'
  if (path === 'help') return topicNames
  if (path.startsWith('data ') && argument.name() === 'dir') return 'dataset'
  return placeholders[argument.name()]
}
