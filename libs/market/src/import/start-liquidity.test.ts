import { writeFile } from 'node:fs/promises'
import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { useTemporaryFolder } from '../testing/temporary-folder.ts'
import { compareStart, readStartLiquidity } from './start-liquidity.ts'

describe('start liquidity beside the events', () => {
  const folder = useTemporaryFolder()
  const start = {
    kind: 'derived',
    feeProtocol: 0,
    intervals: [{ tickLower: -10, tickUpper: 0, liquidity: 2n ** 70n }],
  } as const

  const compareWith = async (rows: string): Promise<void> => {
    const file = folder.path('start.csv')
    await writeFile(file, `tick_lower,tick_upper,active_liquidity\n${rows}\n`)
    compareStart(start, await readStartLiquidity(file), file)
  }

  it('may know other intervals, but not disagree on one', async () => {
    await compareWith(`-10,0,${2n ** 70n}\n0,10,5`)
    const differing = compareWith(`-10,0,${2n ** 70n + 1n}`)
    await expect(differing).rejects.toBeInstanceOf(UserError)
    await expect(differing).rejects.toMatchObject({
      code: 'E_START_STATE',
      facts: { tickLower: -10 },
    })
  })
})
