import { TickwiseError } from '@tickwise/amm'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { loadStrategyFile, watchStrategy } from '../load-strategy.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-strategy-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

const head = `import { z } from 'zod'
import { decisionStep, defineStrategy, hold } from '@tickwise/strategies'
`
/** A whole strategy; its `decide` begins on line 8. */
const strategyWith = (decide: string, parameters = '...decisionStep'): string => `${head}
export default defineStrategy({
  name: 'mine', title: 'a test',
  parameters: z.object({ ${parameters} }),
  warmupSeconds: () => 0,
  decide: ${decide},
})
`

interface Fault {
  readonly code: string
  readonly message: string
  readonly at: string
  readonly frame: string
}

async function faultOf(run: () => unknown): Promise<Fault> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof TickwiseError)) throw error
    const { at = '', code: frame = '' } = error.facts
    return { code: error.code, message: error.message, at: String(at), frame: String(frame) }
  }
  throw new TypeError('nothing was thrown')
}

describe('a file that cannot be loaded', () => {
  it('is told by line and column of what does not parse', async () => {
    const file = write('syntax.ts', "const a: number = 1\nexport default {\n  name: 'x' oops,\n}\n")
    const fault = await faultOf(() => loadStrategyFile(file))
    expect(fault).toMatchObject({ code: 'E_STRATEGY_FILE', at: `${file}:3:13` })
    expect(fault.message).toContain('Unexpected token')
    expect(fault.frame).toBe(
      [
        '  1 | const a: number = 1',
        '  2 | export default {',
        "> 3 |   name: 'x' oops,",
        '    |             ^',
        '  4 | }',
        '  5 |',
      ].join('\n'),
    )
  })

  it('is told by the import that is not there, also of a file that it imports', async () => {
    write('parts/helper.ts', "\nimport { gone } from './gone.ts'\nexport const x = gone\n")
    const file = write('missing.ts', "import { x } from './parts/helper.ts'\nexport default x\n")
    const fault = await faultOf(() => loadStrategyFile(file))
    expect(fault.message).toContain('there is no ./gone.ts')
    expect(fault.at).toBe(`${join(folder, 'parts/helper.ts')}:2:22`)
  })

  it('is told by what throws while it loads, where it was written', async () => {
    const file = write(
      'throws.ts',
      'interface Odd {\n  readonly a: string\n}\nconst odd = undefined as unknown as Odd\nexport default      odd.a\n',
    )
    const fault = await faultOf(() => loadStrategyFile(file))
    expect(fault.message).toContain('TypeError')
    expect(fault.at).toBe(`${file}:5:25`)
  })

  it('is told by what its default export lacks', async () => {
    const none = write('none.ts', 'export const mine = 1\n')
    expect((await faultOf(() => loadStrategyFile(none))).message).toContain('it exports mine')
    const bare = write('bare.ts', "\nexport default { name: 'x', title: 'x', parameters: {} }\n")
    const fault = await faultOf(() => loadStrategyFile(bare))
    expect(fault.message).toContain('warmupSeconds (a function), decide (a function)')
    expect(fault.at).toBe(`${bare}:2:1`)
    const plain = write(
      'plain.ts',
      strategyWith("() => hold('x')", '').replace(/defineStrategy\(\{/, '({'),
    )
    expect((await faultOf(() => loadStrategyFile(plain))).message).toContain('...decisionStep')
  })

  it('is told by parameters that have no default or cannot be typed', async () => {
    const file = write(
      'schema.ts',
      strategyWith("() => hold('x')", '...decisionStep, a: z.number().describe("a")'),
    )
    const fault = await faultOf(() => loadStrategyFile(file))
    expect(fault).toMatchObject({ code: 'E_STRATEGY_DEFINITION' })
    expect(fault.at.startsWith(`${file}:`)).toBe(true)
    const list = '...decisionStep, a: z.array(z.number()).default([]).describe("a")'
    const odd = write('odd.ts', strategyWith("() => hold('x')", list))
    expect((await faultOf(() => loadStrategyFile(odd))).at).toBe(`${odd}:6:3`)
  })
})

describe('a decision that fails', () => {
  const decided = async (decide: string): Promise<Fault & { readonly file: string }> => {
    const file = write('decides.ts', strategyWith(decide))
    const { strategy } = await loadStrategyFile(file)
    const view = { tick: 5, spec: { tickSpacing: 10 } }
    const run = () =>
      strategy.decide(view as never, { positions: [] } as never, { epochSeconds: 3600 })
    return { ...(await faultOf(run)), file }
  }

  it('is told by where it throws, column and all', async () => {
    const fault = await decided(
      '(view) => {\n    const none = undefined as unknown as { a: string }\n    return hold(   none.a   )\n  }',
    )
    expect(fault).toMatchObject({ code: 'E_STRATEGY_THROWS', at: `${fault.file}:10:25` })
    expect(fault.message).toContain('decide of mine threw TypeError: Cannot read properties')
  })

  it.each([
    ['() => undefined as never', 'a path through decide returns nothing'],
    ["async () => hold('x') as never", 'is a promise'],
    ["() => ({ kind: 'wait', reason: 'x' }) as never", 'neither hold nor rebalance'],
    ["() => ({ kind: 'hold' }) as never", 'has no reason'],
    ["() => ({ kind: 'rebalance', swap: 'yes', ranges: [], reason: 'x' }) as never", 'swap "yes"'],
    [
      "() => ({ kind: 'rebalance', swap: 'none', ranges: [{ tickLower: '1' }], reason: 'x' }) as never",
      'has a range {"tickLower":"1"}',
    ],
    [
      "() => ({ kind: 'rebalance', swap: 'none', ranges: [{ tickLower: 3, tickUpper: 20, weightBps: 1 }], reason: 'x' })",
      'tick 3',
    ],
  ])('%s is told as what it returns', async (decide, message) => {
    const fault = await decided(decide)
    expect(fault.message).toContain(message)
    expect(fault.at).toBe(`${fault.file}:8:3`)
  })
})

describe('a file that changes', () => {
  const importing = `${head}import { why } from './parts/why.ts'
export default defineStrategy({
  name: 'mine', title: 'a test',
  parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0,
  decide: () => hold(why),
})
`
  const reason = async (file: string): Promise<string> => {
    const { strategy } = await loadStrategyFile(file)
    return strategy.decide({ spec: { tickSpacing: 1 } } as never, {} as never, {} as never).reason
  }

  it('is loaded anew, with what it imports', async () => {
    write('parts/why.ts', "export const why: string = 'first'\n")
    const file = write('reloads.ts', importing)
    expect(await reason(file)).toBe('first')
    write('parts/why.ts', "export const why: string = 'second'\n")
    expect(await reason(file)).toBe('second')
  })

  it('tells each change once, of what it imports too, and none that changes nothing', async () => {
    write('parts/why.ts', "export const why: string = 'one'\n")
    const file = write('watched.ts', importing)
    let told = 0
    let next: () => void = () => undefined
    const stop = await watchStrategy(file, () => {
      told += 1
      next()
    })
    const change = async (write: () => void): Promise<void> => {
      const seen = new Promise<void>((resolve) => (next = resolve))
      write()
      await seen
    }
    await change(() => write('parts/why.ts', "export const why: string = 'two'\n"))
    expect(await reason(file)).toBe('two')
    write('watched.ts', importing)
    write('unrelated.ts', 'export {}\n')
    await sleep(300)
    expect(told).toBe(1)
    await change(() => write('watched.ts', importing.replace('hold(why)', "hold('three')")))
    expect(await reason(file)).toBe('three')
    stop()
    write('watched.ts', importing)
    await sleep(300)
    expect(told).toBe(2)
  })
})
