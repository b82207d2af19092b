import { nearestName, UserError } from '@tickwise/amm'
import {
  renderTable,
  type CommandContext,
  type CommandResult,
  type CommonOptions,
} from '@tickwise/terminal'
import type { Command } from 'commander'
import { spawnSync } from 'node:child_process'
import { renderTopic } from '../help/render-topic.ts'
import { readTopic, topicNames, type Topic } from '../help/topics.ts'

/** `tickwise help [topic or command…]` */
export async function help(
  context: CommandContext,
  { json = false, jsonl = false }: CommonOptions,
  ...words: readonly string[]
): Promise<CommandResult> {
  if (words.length === 0) return listTopics(context)
  const name = topicNames.find((topic) => topic === words.join('-').toLowerCase())
  if (name === undefined) return commandHelp(words)
  const topic = await readTopic(name)
  const text = renderTopic(topic, context.width, context.style)
  const isPaged = !json && !jsonl && page(text)
  return { data: topic, text: isPaged ? '' : text }
}

async function listTopics({ style }: CommandContext): Promise<CommandResult> {
  const topics: Topic[] = []
  for (const name of topicNames) topics.push(await readTopic(name))
  const rows = topics.map(({ name, title }) => [name, title])
  return {
    data: { topics: topics.map(({ name, title }) => ({ name, title })) },
    text: [
      style('bold', 'Concepts (tickwise help <topic>)'),
      '',
      renderTable([{ title: 'topic' }, { title: 'what it is about' }], rows),
      '',
      'Commands: tickwise --help, tickwise <command> --help',
    ].join('\n'),
  }
}

/** The help of the command that words lead to. */
async function commandHelp(words: readonly string[]): Promise<CommandResult> {
  const { buildProgram } = await import('../program.ts')
  let command: Command = buildProgram()
  for (const word of words) {
    const inner = command.commands.find(
      (candidate) => candidate.name() === word || candidate.aliases().includes(word),
    )
    if (inner === undefined) throw unknown(words, word, command)
    command = inner
  }
  const text = command.helpInformation().trimEnd()
  return { data: { command: words.join(' '), help: text }, text }
}

function unknown(words: readonly string[], word: string, command: Command): UserError {
  const names = command.commands.map((inner) => inner.name())
  const known = word === words[0] ? [...topicNames, ...names] : names
  const nearest = nearestName(word, known)
  return new UserError('E_HELP', `there is no topic and no command ${words.join(' ')}`, {
    hint:
      nearest === undefined
        ? 'tickwise help lists the topics, tickwise --help the commands'
        : `did you mean tickwise help ${[...words.slice(0, words.indexOf(word)), nearest].join(' ')}?`,
  })
}

/** Shows what is longer than the terminal in the user's pager; says whether it did. */
function page(text: string): boolean {
  const rows = process.stdout.isTTY ? process.stdout.rows : Infinity
  const pager = process.env['PAGER'] ?? 'less'
  if (text.split('\n').length < rows || pager === '' || process.env['TERM'] === 'dumb') return false
  const { status } = spawnSync(pager, {
    shell: true,
    input: `${text}\n`,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', ...process.env },
  })
  return status === 0
}
