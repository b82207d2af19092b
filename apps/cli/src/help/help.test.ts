import { readFileSync } from 'node:fs'
import { attributionTerms } from '@tickwise/backtest'
import { importFormats } from '@tickwise/market'
import { createStyler } from '@tickwise/terminal'
import { describe, expect, it } from 'vitest'
import { settings } from '../config/settings.ts'
import { variableOf } from '../config/load-config.ts'
import { buildProgram } from '../program.ts'
import { runCli } from '../testing/run-cli.ts'
import { renderTopic } from './render-topic.ts'
import { readTopic, topicNames } from './topics.ts'

const topics = await Promise.all(topicNames.map(readTopic))
const textOf = (name: (typeof topicNames)[number]): string =>
  topics.find((topic) => topic.name === name)?.text ?? ''

describe('topics', () => {
  it('fit every width, and break no word', () => {
    for (const topic of topics) {
      for (const width of [40, 80, 200]) {
        const lines = renderTopic(topic, width, createStyler(false)).split('\n')
        const words = lines.join(' ').split(/\s+/)
        expect(words, topic.name).toEqual(
          [topic.name.toUpperCase(), topic.title, topic.text].join(' ').split(/\s+/),
        )
        const long = lines.filter((line) => line.length > Math.min(width, 88))
        // What is one word, or has no room for its last cell, may stick out.
        for (const line of long)
          expect(line.startsWith(' ') || !line.includes(' '), line).toBe(true)
        if (width === 200)
          for (const line of long) expect(line.startsWith('  tickwise'), line).toBe(true)
      }
    }
  })

  it('name commands, topics and documents that exist', () => {
    const program = buildProgram()
    for (const { name, text } of topics) {
      for (const [, word = ''] of text.matchAll(/tickwise (?!help)([a-z]+)\b(?!\.)/g)) {
        expect(
          program.commands.map((command) => command.name()),
          `${name}: ${word}`,
        ).toContain(word)
      }
      for (const [, list = ''] of text.matchAll(/See also: tickwise help ([^;]*)/g)) {
        for (const other of list.trim().split(/,\s*/)) expect(topicNames, name).toContain(other)
      }
      for (const [path] of text.matchAll(/docs\/[\w-]+\.md/g)) {
        const url = new URL(`../../../../${path}`, import.meta.url)
        expect(() => readFileSync(url), `${name}: ${path}`).not.toThrow()
      }
    }
  })

  it('agree with the code', () => {
    for (const term of attributionTerms) expect(textOf('attribution')).toContain(`\n  ${term} `)
    for (const format of importFormats) expect(textOf('formats')).toContain(`\n  ${format} `)
    for (const setting of settings) {
      expect(textOf('environment')).toContain(`  ${variableOf(setting)} `)
      expect(textOf('config')).toContain(`  ${setting.path} `)
    }
    const guide = readFileSync(new URL('../../../../docs/interfaces.md', import.meta.url), 'utf8')
    for (const [, code, meaning = ''] of textOf('exit-codes').matchAll(/^ +(\d+)  (\w+)/gm)) {
      expect(guide).toMatch(new RegExp(`\\|\\s+${code} \\| ${meaning}`))
    }
  })
})

describe('help', () => {
  it('lists the topics, shows one, and a command by its words', async () => {
    const list = await runCli(['help'])
    for (const name of topicNames) expect(list.stdout).toContain(name)
    expect((await runCli(['help', 'lvr'])).stdout).toContain('LVR\n')
    expect((await runCli(['help', 'walk', 'forward'])).stdout).toContain('WALK-FORWARD\n')
    expect((await runCli(['help', 'data', 'fetch'])).stdout).toContain('--from-block')
    const wrong = await runCli(['help', 'envelop', '--json'])
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('tickwise help envelope?')
  })
})
