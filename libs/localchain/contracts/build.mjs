/** Writes src/generated from the Solidity sources here and the ABIs in the Uniswap packages: `node contracts/build.mjs`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { formatted } from '../../../tools/format.mjs'
import { generatedFiles } from './compile.mjs'

const folder = new URL('../src/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(generatedFiles())) {
  writeFileSync(new URL(name, folder), await formatted(name, text))
}
