/** Characters beyond ASCII that our texts have, and what stands for them: one for one, so that nothing moves. */
const substitutes: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '─': '-',
  '×': 'x',
  '…': '~',
  '·': '-',
  '•': '*',
  '→': '>',
  '›': '>',
  '±': '~',
  σ: 's',
  '²': '2',
}

/** A text for a terminal that shows nothing but ASCII. */
export function toAscii(text: string): string {
  return text.replace(/[^\u0000-\u007f]/gu, (character) => substitutes[character] ?? '?')
}
