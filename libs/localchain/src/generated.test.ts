import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('the committed bytecode and ABIs are those of the Solidity sources and npm artifacts', async () => {
  const compiler: { generatedFiles(): Record<string, string> } = await import(
    new URL('../contracts/compile.mjs', import.meta.url).href
  )
  const { formatted }: { formatted(name: string, text: string): Promise<string> } = await import(
    new URL('../../../tools/format.mjs', import.meta.url).href
  )
  const files = Object.entries(compiler.generatedFiles())
  expect(files.length).toBeGreaterThan(0)
  for (const [name, text] of files) {
    const path = new URL(`./generated/${name}`, import.meta.url)
    expect(readFileSync(path, 'utf8'), name).toBe(await formatted(name, text))
  }
})
