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

/** Hides secrets in texts: whatever in a URL may be one, and what it was told. */
export interface Redactor {
  /** From now on this text is shown nowhere. */
  hide(secret: string): void
  /** Credentials, path and query of a URL are secrets on their own too: answers repeat them. */
  hideUrl(url: string): void
  /** A text without secrets. */
  clean(text: string): string
}

/**
 * Makes a redactor. Libraries put the URL of a request into their messages; this is where that ends.
 *
 * @example
 * const redactor = createRedactor()
 * redactor.hide('hunter22')
 * redactor.clean('failed: hunter22') // 'failed: (hidden)'
 */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  const hide = (secret: string): void => {
    const escaped = JSON.stringify(secret).slice(1, -1)
    for (const form of [secret, encodeURIComponent(secret), escaped, secret.replace(/^0x/, '')]) {
      if (form.length >= shortestSecret) secrets.add(form)
    }
  }
  return {
    hide,
    hideUrl: (url) => {
      if (!URL.canParse(url)) return
      const { username, password, pathname, searchParams } = new URL(url)
      // Words such as `mainnet` in a path are no secret.
      const parts = pathname.split('/').filter((part) => part.length >= 16)
      for (const part of [username, password, ...parts, ...searchParams.values()]) hide(part)
    },
    clean: (text) => {
      let clean = text.replace(/\b(?:https?|wss?):\/\/[^\s"'<>`\\)\],]+/g, shownUrl)
      // Longest first, so that none is left in half.
      for (const secret of [...secrets].toSorted((a, b) => b.length - a.length)) {
        clean = clean.replaceAll(secret, '(hidden)')
      }
      return clean
    },
  }
}
