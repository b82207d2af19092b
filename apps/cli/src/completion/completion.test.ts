import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-completion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a user may have typed, and what must and must not be offered then. */
const typed: readonly (readonly [
  line: string,
  some: readonly string[],
  none?: readonly string[],
])[] = [
  ['tickwise ', ['backtest', 'data', 'runs', 'completion'], ['fetch', '--json']],
  ['tickwise da', ['data'], ['backtest']],
  ['tickwise data ', ['fetch', 'import', 'list'], ['backtest']],
  ['tickwise data fetch --po', ['--pool', '--position-manager'], ['--rpc']],
  ['tickwise backtest --', ['--dataset', '--strategy', '--json'], ['--grid']],
  ['tickwise backtest --strategy re', ['recentre'], ['hold']],
  ['tickwise backtest --strategy hold --impact ', ['taker', 'diluted', 'counterfactual']],
  ['tickwise backtest --dataset ', ['data/day'], ['data/none']],
  ['tickwise runs show ', ['0f3c9a5d2b11']],
  ['tickwise runs compare 0f3c9a5d2b11 9', ['9f90aa00bb11'], ['0f3c9a5d2b11']],
  ['tickwise models show ', ['0xabc']],
  ['tickwise keeper keys ', ['new', 'import', 'address']],
  ['tickwise completion ', ['bash', 'zsh', 'fish']],
]

beforeAll(async () => {
  for (const path of [
    'data/day',
    'data/none',
    'runs/0f3c9a5d2b11',
    'runs/9f90aa00bb11',
    'models/0xabc',
  ]) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  writeFileSync(join(folder, 'data/day/manifest.json'), '{}')
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await runCli(['completion', shell])
    expect(code).toBe(0)
    writeFileSync(join(folder, `script.${shell}`), stdout)
  }
})

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0
const env = { ...process.env, TICKWISE_RUNS: '', TICKWISE_MODELS: '' }

/** Each line of the table in one shell: what it offers, by line. */
function check(offered: readonly (readonly string[])[]): void {
  for (const [i, [line, some, none = []]] of typed.entries()) {
    expect(offered[i], line).toEqual(expect.arrayContaining([...some]))
    for (const word of none) expect(offered[i], line).not.toContain(word)
  }
}

const blocks = (output: string): readonly (readonly string[])[] =>
  output
    .split('==\n')
    .slice(1)
    .map((block) => block.split('\n').map((word) => word.split('\t')[0]?.trim() ?? ''))

describe('the scripts, sourced in the shells themselves', () => {
  it('bash offers what fits', () => {
    const asks = typed.map(
      ([line]) =>
        `echo ==; COMP_WORDS=(${line.trimEnd()}${line.endsWith(' ') ? " ''" : ''}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _tickwise; printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
    const script = ['set -u', 'source ./script.bash', ...asks].join('\n')
    check(blocks(execFileSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' })))
  })

  it.runIf(has('fish'))('fish offers what fits', () => {
    const asks = typed.map(([line]) => `echo ==; complete -C ${JSON.stringify(line)}`)
    const script = ['source ./script.fish', ...asks].join('\n')
    const home = { ...env, HOME: folder, XDG_CONFIG_HOME: folder }
    check(
      blocks(
        execFileSync('fish', ['--no-config', '-c', script], {
          cwd: folder,
          env: home,
          encoding: 'utf8',
        }),
      ),
    )
  })

  it.runIf(has('zsh'))('zsh offers what fits', () => {
    // Without a terminal there is no completion widget: its builtins are replaced by ones that print.
    const asks = typed.map(
      ([line]) =>
        `echo '=='; words=(${line.trimEnd()}${line.endsWith(' ') ? " ''" : ''}); CURRENT=$#words; _tickwise | grep -e "^\${words[CURRENT]}"`,
    )
    const script = [
      'compdef() { }',
      'compadd() { [[ $1 == -a ]] && print -rl -- ${(P)2} || print -rl -- $@ }',
      '_describe() { local all=$@[-1]; print -rl -- ${${(P)all}%%:*} }',
      '_files() { }',
      'source ./script.zsh',
      ...asks,
      'true',
    ].join('\n')
    check(blocks(execFileSync('zsh', ['-f', '-c', script], { cwd: folder, env, encoding: 'utf8' })))
  })
})

describe('a mistyped word', () => {
  it.each([
    [['backtst'], 'backtest'],
    [['data', 'fech'], 'fetch'],
    [['backtest', '--stratgy', 'hold'], '--strategy'],
    [['runs', 'list', '--filtr', 'x'], '--filter'],
    [['strategies', 'show', 'recenter'], 'recentre'],
    [['completion', 'bsh'], 'bash'],
  ])('%j proposes the right one: %s', async (args, proposal) => {
    const run = await runCli([...args, '--json'])
    expect(run.code).toBe(1)
    expect(run.stderr).toContain(proposal)
    const { error } = JSON.parse(run.stderr) as { error: { message: string; hint: string } }
    expect(`${error.message} ${error.hint}`).toContain(proposal)
  })
})
