import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Imports and exports by a relative path. */
const relativeImport = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g

/**
 * Names the code of a strategy's file, with every file that it imports by a relative path, so that a change
 * in any of them is another run. SHA-256, hex; of the file alone where it imports none. What it loads in
 * other ways (packages, data at run time) is not seen.
 */
export async function strategySource(file: string): Promise<string> {
  const start = resolve(file)
  const sources = await sourceFiles(file)
  const others = [...sources]
    .filter(([path]) => path !== start)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = createHash('sha256').update(sources.get(start) ?? '')
  // By content alone: the same files elsewhere are the same strategy.
  for (const [, source] of others) hash.update(createHash('sha256').update(source).digest())
  return hash.digest('hex')
}

/**
 * A strategy's file and every file that it imports by a relative path, with what stands in them, by absolute
 * path. What cannot be read is left out.
 */
export async function sourceFiles(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const sources = new Map<string, Buffer>()
  await collect(resolve(file), sources)
  return sources
}

async function collect(path: string, sources: Map<string, Buffer>): Promise<void> {
  if (sources.has(path)) return
  const source = await readFile(path)
  sources.set(path, source)
  for (const [, imported = ''] of source.toString('utf8').matchAll(relativeImport)) {
    const target = await firstReadable(resolve(dirname(path), imported))
    if (target !== undefined) await collect(target, sources)
  }
}

/** An import may leave out or change its ending, as TypeScript allows. */
async function firstReadable(path: string): Promise<string | undefined> {
  const stem = path.replace(/\.[cm]?js$/, '')
  for (const candidate of [path, `${path}.ts`, `${stem}.ts`, `${path}.js`, `${path}/index.ts`]) {
    const isThere = await readFile(candidate).then(
      () => true,
      () => false,
    )
    if (isThere) return candidate
  }
  return undefined
}
