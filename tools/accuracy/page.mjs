// Markdown and number formats of the accuracy page.

/** A Markdown table; `columns` are titles, right-aligned where they end in `>`. */
export function table(columns, rows) {
  const titles = columns.map((column) => column.replace(/>$/, ''))
  const rules = columns.map((column) => (column.endsWith('>') ? '---:' : '---'))
  return [titles, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The word a claim starts with: it must hold in the run that writes it down. */
export const claim = (holds) => (holds ? '**Claim.**' : '**Claim that does not hold in this run.**')

/** A block of shell commands. */
export const commands = (...lines) => ['```sh', ...lines, '```'].join('\n')

/** Whole numbers with thousands separators. */
export const count = (value) => value.toLocaleString('en-US')

/** A share as a percentage of `digits` significant digits, never in powers of ten. */
export const percent = (share, digits = 2) =>
  `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: digits })} %`

/** `490 of 518 (94.6 %)` */
export const outOf = (part, whole) =>
  `${count(part)} of ${count(whole)} (${percent(part / whole, 3)})`

/** Unix seconds as `2025-07-01 12:00`. */
export const time = (seconds) =>
  new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')

/** A float to two digits, as `3.1e-16`. */
export const tiny = (value) => (value === 0 ? '0' : value.toExponential(1))

export const plural = (number, noun) => `${count(number)} ${noun}${Number(number) === 1 ? '' : 's'}`
