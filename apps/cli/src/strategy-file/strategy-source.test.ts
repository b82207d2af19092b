import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { strategySource } from './strategy-source.ts'
import { useScratch } from '../testing/forecast-cli.ts'

const scratch = useScratch()

it('the code of a strategy is its file and every file that it imports by a relative path', async () => {
  const place = async (folder: string, word: string): Promise<string> => {
    await mkdir(join(folder, 'deep'), { recursive: true })
    await writeFile(
      join(folder, 'mine.ts'),
      `import { z } from 'zod'\nimport { word } from './words.js'\nexport default word\n`,
    )
    await writeFile(join(folder, 'words.ts'), `export * from './deep'\nimport './mine'\n`)
    await writeFile(join(folder, 'deep', 'index.ts'), `export const word = '${word}'\n`)
    return join(folder, 'mine.ts')
  }
  const one = await strategySource(await place(scratch.path('a'), 'one'))
  expect(await strategySource(await place(scratch.path('b'), 'one'))).toBe(one)
  expect(await strategySource(await place(scratch.path('a'), 'two'))).not.toBe(one)

  const alone = join(scratch.path('a'), 'alone.ts')
  await writeFile(alone, `import { z } from 'zod'\n`)
  const bytes = createHash('sha256').update(`import { z } from 'zod'\n`).digest('hex')
  expect(await strategySource(alone)).toBe(bytes)
})
