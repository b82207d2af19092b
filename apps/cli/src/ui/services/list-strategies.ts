import { ownStrategies } from '../../strategy-file/named-strategy.ts'
import type { ListedStrategy } from './ui-services.ts'

/** The built-in strategies, and files that look like one: they are not loaded before they are opened. */
export async function listStrategies(): Promise<readonly ListedStrategy[]> {
  const { strategies } = await import('@tickwise/strategies')
  const builtIn = strategies.map(({ name, title }) => ({ name, title }))
  const taken = new Set(builtIn.map(({ name }) => name))
  const own = (await ownStrategies()).map(({ name, file }): ListedStrategy => {
    const alias = taken.has(name) ? {} : { alias: name }
    taken.add(name)
    return { name: file, ...alias, title: 'a file of your own' }
  })
  return [...builtIn, ...own]
}
