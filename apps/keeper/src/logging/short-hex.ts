/**
 * Addresses and hashes in a text as far as a person tells them apart; machines get all of it.
 *
 * @example
 * shortHex('sent 0x3E14e38bA5e2CAc053E37eDC0237B459Ee2ba9a2') // 'sent 0x3E14e3…a9a2'
 */
export function shortHex(text: string): string {
  return text.replace(/\b0x[0-9a-fA-F]{40,}\b/g, (hex) => `${hex.slice(0, 8)}…${hex.slice(-4)}`)
}
