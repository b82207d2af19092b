// Generated files are committed as the formatter leaves them, so that a check of the repository passes them.
import { readFileSync } from 'node:fs'
import { format } from 'oxfmt'

const options = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'))

/**
 * The text of a file of this name as `npm run format` would leave it, or with `changes` to its options. Throws what
 * the formatter cannot read.
 */
export async function formatted(name, text, changes = {}) {
  const { code, errors } = await format(name, text, { ...options, ...changes })
  if (errors.length > 0)
    throw new Error(`${name}: ${errors.map(({ message }) => message).join('; ')}`)
  return code
}
