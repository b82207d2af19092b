import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedStrategy } from './ui-services.ts'

/** Where strategies of one's own are looked for, below the working directory. */
const folders = ['.', 'strategies'] as const

/** The built-in strategies, and files that look like one: they are not loaded before they are opened. */
export async function listStrategies(): Promise<readonly ListedStrategy[]> {
  const { strategies } = await import('@tickwise/strategies')
  const builtIn = strategies.map(({ name, title }) => ({ name, title }))
  const files = (await Promise.all(folders.map(filesIn))).flat()
  return [...builtIn, ...files.map((name) => ({ name, title: 'a file of your own' }))]
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => /\.[cm]?ts$/.test(name) && !/\.(test|config|d)\.[cm]?ts$/.test(name))
    .sort()
    .map((name) => `./${join(folder, name)}`)
}
