/** What a piece of markup is made of: text is escaped, markup is not escaped again. */
export type Child = string | Markup | undefined | false | readonly Child[]

/** Finished markup. Only {@link element}, {@link joined} and {@link trusted} make it. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

const voidElements = new Set(['meta', 'br', 'hr', 'img'])

/**
 * An element of HTML or SVG. Attributes and text are escaped; numbers lose what no screen can show;
 * attributes that are `undefined` or `false` are left out. SVG elements without children close themselves.
 *
 * @example
 * element('td', { class: 'number' }, '<0.01').text // '<td class="number">&lt;0.01</td>'
 */
export function element(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const head = Object.entries(attributes)
    .map(([key, value]) => (value === undefined || value === false ? '' : attribute(key, value)))
    .join('')
  const body = joined(children).text
  if (voidElements.has(name)) return new Markup(`<${name}${head}>`)
  if (body === '' && svgShapes.has(name)) return new Markup(`<${name}${head}/>`)
  return new Markup(`<${name}${head}>${body}</${name}>`)
}

const svgShapes = new Set(['path', 'line', 'rect', 'circle', 'use'])

function attribute(key: string, value: string | number | true): string {
  if (value === true) return ` ${key}`
  return ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(value)}"`
}

/** Children one after another. */
export function joined(...children: Child[]): Markup {
  return new Markup(children.map(textOf).join(''))
}

/** Markup that this package wrote itself, such as a style sheet. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function textOf(child: Child): string {
  if (child === undefined || child === false) return ''
  if (typeof child === 'string') return escapeText(child)
  return child instanceof Markup ? child.text : child.map(textOf).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in markup. Control characters, which neither HTML nor XML allows, become `�`. */
export function escapeText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** A coordinate with at most two places: a hundredth of a pixel. */
export function coordinate(value: number): string {
  const text = value.toFixed(2).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}
