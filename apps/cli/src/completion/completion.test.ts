import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-completion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where something is typed. */
interface Place {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Folders with a configuration, and what stands in it. */
const configured = {
  json: ['tickwise.json', '{\n  "dataset": "here/day",\n  "runs": "kept/runs"\n}'],
  toml: ['tickwise.toml', '# runs = "no"\nruns = "kept/runs"\n\n[parameters]\nruns = "other"\n'],
  evil: ['tickwise.json', '{ "dataset": "$(touch ran)`touch ran`", "runs": "$(touch ran)" }'],
} as const

const [kept, other] = ['abcdef012345', 'fedcba543210']

/** What a user may have typed, and what must and must not be offered then. */
const typed: readonly (readonly [
  line: string,
  some: readonly string[],
  none?: readonly string[],
  place?: Place,
])[] = [
  ['tickwise ', ['backtest', 'data', 'runs', 'completion'], ['fetch', '--json']],
  ['tickwise da', ['data'], ['backtest']],
  ['tickwise data ', ['fetch', 'import', 'list'], ['backtest']],
  ['tickwise data fetch --po', ['--pool', '--position-manager'], ['--rpc']],
  ['tickwise backtest --', ['--dataset', '--strategy', '--json'], ['--grid']],
  ['tickwise backtest --strategy re', ['recentre'], ['hold']],
  ['tickwise backtest --strategy hold --impact ', ['taker', 'diluted', 'counterfactual']],
  ['tickwise backtest --dataset ', ['data/day'], ['data/none']],
  ['tickwise runs show ', ['0f3c9a5d2b11'], [kept]],
  ['tickwise runs compare 0f3c9a5d2b11 9', ['9f90aa00bb11'], ['0f3c9a5d2b11']],
  ['tickwise models show ', ['0xabc']],
  ['tickwise keeper keys ', ['new', 'import', 'address']],
  ['tickwise completion ', ['bash', 'zsh', 'fish']],
  ...(['json', 'toml'] as const).flatMap((cwd) => [
    ['tickwise runs show ', [kept], [other], { cwd }] as const,
    ['tickwise runs show ', [kept], [other], { cwd: `${cwd}/deep/down` }] as const,
    ['tickwise runs show ', [other], [kept], { cwd, env: { TICKWISE_RUNS: 'other' } }] as const,
    ['tickwise runs show --runs other ', [other], [kept], { cwd }] as const,
    ['tickwise report --runs=other ', [other], [kept], { cwd }] as const,
    [
      'tickwise runs show ',
      [kept],
      ['0f3c9a5d2b11'],
      { env: { TICKWISE_CONFIG: `${cwd}/${configured[cwd][0]}` } },
    ] as const,
  ]),
  ['tickwise data check h', ['here/day'], [], { cwd: 'json' }],
  ['tickwise backtest --strategy m', ['mine'], ['mine.test'], { cwd: 'json' }],
  ['tickwise data check ', [], ['ran'], { cwd: 'evil' }],
  ['tickwise runs show ', [], ['ran'], { cwd: 'evil' }],
]

beforeAll(async () => {
  for (const path of [
    'data/day',
    'data/none',
    'runs/0f3c9a5d2b11',
    'runs/9f90aa00bb11',
    'models/0xabc',
    'json/strategies',
    ...Object.keys(configured).flatMap((at) => [
      `${at}/kept/runs/${kept}`,
      `${at}/other/${other}`,
      `${at}/deep/down`,
    ]),
  ]) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  writeFileSync(join(folder, 'data/day/manifest.json'), '{}')
  for (const [at, [file, content]] of Object.entries(configured)) {
    writeFileSync(join(folder, at, file), content)
  }
  for (const file of ['mine.ts', 'mine.test.ts']) {
    writeFileSync(join(folder, 'json/strategies', file), '')
  }
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await runCli(['completion', shell])
    expect(code).toBe(0)
    writeFileSync(join(folder, `script.${shell}`), stdout)
  }
})

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0
const env = {
  ...process.env,
  TICKWISE_RUNS: '',
  TICKWISE_MODELS: '',
  TICKWISE_DATASET: '',
  TICKWISE_CONFIG: '',
}

/** In a place of its own, for bash and zsh. */
const within = (ask: string, { cwd = '.', env: more = {} }: Place = {}): string => {
  const exports = Object.entries(more).map(([name, value]) => `export ${name}=${value};`)
  return `echo '=='; (cd ${cwd}; ${exports.join(' ')} ${ask})`
}

/** The same for fish, which has no subshells. */
const withinFish = (ask: string, { cwd = '.', env: more = {} }: Place = {}): string => {
  const names = Object.keys(more)
  const sets = names.map((name) => `set -gx ${name} ${more[name] ?? ''};`)
  const unsets = names.map((name) => `set -gx ${name} '';`)
  return `echo ==; cd ${cwd}; ${sets.join(' ')} ${ask}; ${unsets.join(' ')} cd ${folder}`
}

/** Each line of the table in one shell: what it offers, by line. */
function check(offered: readonly (readonly string[])[]): void {
  for (const [i, [line, some, none = [], place]] of typed.entries()) {
    const what = `${line} ${JSON.stringify(place ?? {})}`
    expect(offered[i], what).toEqual(expect.arrayContaining([...some]))
    for (const word of none) expect(offered[i], what).not.toContain(word)
  }
  expect(readdirSync(join(folder, 'evil'))).not.toContain('ran')
}

const blocks = (output: string): readonly (readonly string[])[] =>
  output
    .split('==\n')
    .slice(1)
    .map((block) => block.split('\n').map((word) => word.split('\t')[0]?.trim() ?? ''))

describe('the scripts, sourced in the shells themselves', () => {
  it('bash offers what fits', () => {
    const asks = typed.map(([line, , , place]) =>
      within(
        `COMP_WORDS=(${line.trimEnd()}${line.endsWith(' ') ? " ''" : ''}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _tickwise; printf '%s\\n' "\${COMPREPLY[@]}"`,
        place,
      ),
    )
    const script = ['set -u', 'source ./script.bash', ...asks].join('\n')
    check(blocks(execFileSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' })))
  })

  it.runIf(has('fish'))('fish offers what fits', () => {
    const asks = typed.map(([line, , , place]) =>
      withinFish(`complete -C ${JSON.stringify(line)}`, place),
    )
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
    const asks = typed.map(([line, , , place]) =>
      within(
        `words=(${line.trimEnd()}${line.endsWith(' ') ? " ''" : ''}); CURRENT=$#words; _tickwise | grep -e "^\${words[CURRENT]}"`,
        place,
      ),
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
