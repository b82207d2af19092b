/**
 * A URL as far as it may be shown: credentials, path and query can be keys.
 *
 * @example
 * shownUrl('https://me:pw@rpc.example/v3/secret?x=1') // 'https://rpc.example/…'
 */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return '(hidden)'
  const { protocol, host, pathname, search, username } = new URL(url)
  const more = pathname.length > 1 || search !== '' || username !== ''
  return `${protocol}//${host}${more ? '/…' : ''}`
}

/** Least length of a secret: shorter texts would hide half the log. */
const shortestSecret = 6

/**
 * Makes a function that hides secrets in any text: the ones given, wherever they stand, and whatever in a
 * URL may be one. Libraries put the URL of a request into their messages; this is where it ends.
 *
 * @example
 * createRedactor(['hunter22'])('failed: hunter22') // 'failed: (hidden)'
 */
export function createRedactor(secrets: readonly string[] = []): (text: string) => string {
  const known = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), secret.replace(/^0x/, '')])
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
  return (text) => {
    let clean = text.replace(/\b(?:https?|wss?):\/\/[^\s"'<>`\\)\],]+/g, shownUrl)
    for (const secret of known) clean = clean.replaceAll(secret, '(hidden)')
    return clean
  }
}

/**
 * Hides secrets in every text of a value, keys of objects included. Errors become plain objects.
 *
 * @example
 * redactDeep({ url: 'https://rpc.example/key' }, createRedactor()) // { url: 'https://rpc.example/…' }
 */
export function redactDeep(value: unknown, redact: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '(deeper)'
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, redact, depth + 1))
  const entries = value instanceof Error ? errorEntries(value) : Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, item]) => [redact(key), redactDeep(item, redact, depth + 1)]),
  )
}

/** What of an error is logged. Own properties of foreign errors hold whole requests. */
function errorEntries(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error
  const code = 'code' in error ? [['code', String(error.code)] as [string, unknown]] : []
  return [['name', name], ['message', message], ...code, ['stack', stack], ['cause', cause]]
}
