/** Writes src/generated from the Solidity sources here and the ABIs in the Uniswap packages: `node contracts/build.mjs`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { generatedFiles } from './compile.mjs'

const folder = new URL('../src/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(generatedFiles())) {
  const path = new URL(name, folder)
  const options = (await resolveConfig(path)) ?? {}
  writeFileSync(path, await format(text, { ...options, parser: 'typescript' }))
}
