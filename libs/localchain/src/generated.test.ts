import { readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { expect, it } from 'vitest'

it('the committed bytecode and ABIs are those of the Solidity sources and npm artifacts', async () => {
  const compiler: { generatedFiles(): Record<string, string> } = await import(
    new URL('../contracts/compile.mjs', import.meta.url).href
  )
  const files = Object.entries(compiler.generatedFiles())
  expect(files.length).toBeGreaterThan(0)
  for (const [name, text] of files) {
    const path = new URL(`./generated/${name}`, import.meta.url)
    const options = (await resolveConfig(path)) ?? {}
    const expected = await format(text, { ...options, parser: 'typescript' })
    expect(readFileSync(path, 'utf8'), name).toBe(expected)
  }
})
