/** An element as it stands in markup. */
export interface ReadElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (ReadElement | string)[]
}

const voidElements = new Set(['meta', 'br', 'hr', 'img'])

/**
 * Reads markup strictly: every tag is closed in its order, attributes are quoted and single, no bare `<`, `&`
 * or control character stands in a text. Throws where a lenient parser would guess.
 */
export function readMarkup(markup: string): ReadElement {
  const root: ReadElement = { name: '', attributes: {}, children: [] }
  const open = [root]
  const text = markup.replace(/^<!doctype html>|^<\?xml [^>]*\?>/, '')
  const token = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|([^<]+)/gy
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (match === null) throw new Error(`not markup: ${text.slice(at, at + 80)}`)
    const [, closing, name = '', head = '', selfClosing, words] = match
    const parent = open.at(-1) as ReadElement
    if (words !== undefined) parent.children.push(unescape(words, parent.name))
    else if (closing === '/') {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`)
      open.pop()
    } else {
      const child: ReadElement = { name, attributes: readAttributes(head), children: [] }
      parent.children.push(child)
      if (selfClosing !== '/' && !voidElements.has(name)) open.push(child)
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed`)
  return root
}

function readAttributes(head: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', value = ''] of head.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
    if (name in attributes) throw new Error(`${name} is given twice`)
    attributes[name] = unescape(value, '')
  }
  return attributes
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
}

function unescape(text: string, parent: string): string {
  if (parent === 'style') return text
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new Error('a control character')
  return text.replace(/&([#\w]*;?)/g, (whole, name: string) => {
    const character = name.endsWith(';') ? entities[name.slice(0, -1)] : undefined
    if (character === undefined) throw new Error(`${whole} is no entity`)
    return character
  })
}

/** Every element that a condition holds for, in the order of the document. */
export function elementsOf(
  root: ReadElement,
  condition: (element: ReadElement) => boolean,
): readonly ReadElement[] {
  return root.children.flatMap((child) =>
    typeof child === 'string'
      ? []
      : [...(condition(child) ? [child] : []), ...elementsOf(child, condition)],
  )
}

/** The text within an element. */
export function textOf({ children }: ReadElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** The rows of the table with a caption, its head first. */
export function tableRows(root: ReadElement, caption: string): readonly (readonly string[])[] {
  const table = elementsOf(root, ({ name }) => name === 'table').find((candidate) =>
    elementsOf(candidate, ({ name }) => name === 'caption').some((c) => textOf(c) === caption),
  )
  if (table === undefined) throw new Error(`there is no table ${caption}`)
  return elementsOf(table, ({ name }) => name === 'tr').map((row) =>
    elementsOf(row, ({ name }) => name === 'td' || name === 'th').map(textOf),
  )
}
