/** A number as people read it, back as a double: `−1,234.5 %` is −1234.5. */
export function readNumber(text: string): number {
  const match = /([−+]?)([\d,]+(?:\.\d+)?)/.exec(text)
  if (match === null) throw new Error(`no number in ${text}`)
  return (match[1] === '−' ? -1 : 1) * Number((match[2] as string).replaceAll(',', ''))
}

/** An amount with all its decimals, back in raw units. */
export function readRaw(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.replace(/[−+,]/g, '').split('.')
  if (fraction.length > decimals) throw new Error(`${text} has more than ${decimals} decimals`)
  const magnitude = BigInt(whole + fraction.padEnd(decimals, '0'))
  return text.startsWith('−') ? -magnitude : magnitude
}
