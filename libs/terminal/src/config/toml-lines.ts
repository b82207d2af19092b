const header = /^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}/
const assignment = /^\s*((?:"[^"]*"|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|[\w-]+))*)\s*=/

/**
 * The line (from 1) of every key of a TOML text, by its path; of several tables in an array the first. Keys
 * within inline tables have the line that their table has.
 *
 * @example
 * tomlLines('[costs]\ngasPriceGwei = 3').get('costs.gasPriceGwei') // 2
 */
export function tomlLines(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  let table = ''
  for (const [i, line] of source.split('\n').entries()) {
    const name = header.exec(line)?.[1]
    const key = assignment.exec(line)?.[1]
    if (name !== undefined) table = plain(name)
    const path = name === undefined ? key && join(table, plain(key)) : table
    if (path !== undefined && path !== '' && !lines.has(path)) lines.set(path, i + 1)
  }
  return lines
}

function plain(key: string): string {
  return key
    .split('.')
    .map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
    .join('.')
}

function join(table: string, key: string): string {
  return table === '' ? key : `${table}.${key}`
}
