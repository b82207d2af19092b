import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Concepts that `tickwise help` explains, in the order they are listed. */
export const topicNames = [
  'epochs',
  'attribution',
  'lvr',
  'dilution',
  'walk-forward',
  'commit-reveal',
  'envelope',
  'config',
  'environment',
  'files',
  'formats',
  'exit-codes',
] as const

/** A topic: its first line says what it is about. */
export interface Topic {
  readonly name: string
  readonly title: string
  /** Paragraphs as one line each; lines that begin with spaces are meant as they stand. */
  readonly text: string
}

/** Reads a topic, with tables that follow from the code filled in. */
export async function readTopic(name: (typeof topicNames)[number]): Promise<Topic> {
  const path = fileURLToPath(new URL(`../../help/${name}.txt`, import.meta.url))
  const [title = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  let text = lines.join('\n').trim()
  for (const [mark, table] of Object.entries(tables)) {
    if (text.includes(mark)) text = text.replace(mark, await table())
  }
  return { name, title, text }
}

const tables: Readonly<Record<string, () => Promise<string>>> = {
  '{{settings}}': async () => {
    const [{ schemaLeaves }, { configSchema }] = await Promise.all([
      import('@tickwise/terminal/config'),
      import('../config/schema.ts'),
    ])
    return indented(schemaLeaves(configSchema).map(({ path, meaning }) => [path, meaning]))
  },
  '{{variables}}': async () => {
    const [{ settings }, { variableOf }, { otherVariables }] = await Promise.all([
      import('../config/settings.ts'),
      import('../config/load-config.ts'),
      import('../config/strange-variables.ts'),
    ])
    return indented([
      ...Object.entries(otherVariables),
      ...settings.map((setting) => [variableOf(setting), `as ${setting.path} in tickwise.json`]),
    ])
  },
}

function indented(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length))
  return rows.map(([name = '', meaning = '']) => `  ${name.padEnd(width)}  ${meaning}`).join('\n')
}
