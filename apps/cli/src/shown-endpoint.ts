/**
 * An endpoint as it may be shown: what follows its host may be a key.
 *
 * @example
 * shownEndpoint('https://rpc.example/v3/KEY') // 'https://rpc.example/…'
 */
export function shownEndpoint(text: string): string {
  if (!URL.canParse(text)) return '…'
  const { protocol, host, pathname, search } = new URL(text)
  return `${protocol}//${host}${pathname.length > 1 || search !== '' ? '/…' : ''}`
}
