import { UserError } from '@tickwise/amm'

/** JSON in which every whole number is a bigint: nothing is rounded to a double. */
export type ExactJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson }

const tokens =
  /\s*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/gy

/**
 * Parses JSON with whole numbers of any size as bigint. `JSON.parse` turns those beyond 2^53 into the
 * nearest double, silently.
 *
 * @throws UserError E_JSON with the line of the fault
 * @example
 * parseExactJson('{"liquidity": 1766665637075101135}', 'pool.json')
 */
export const parseExactJson = (text: string, file: string): ExactJson => {
  tokens.lastIndex = 0
  const fault = (): UserError => {
    const line = text.slice(0, tokens.lastIndex).split('\n').length
    return new UserError('E_JSON', `${file}, line ${line}: this is not JSON, or it is cut short`, {
      hint: 'download or export the file again',
      facts: { file, line },
    })
  }
  const next = (): RegExpExecArray => {
    const before = tokens.lastIndex
    const match = tokens.exec(text)
    if (match !== null) return match
    tokens.lastIndex = before
    throw fault()
  }
  const value = (match: RegExpExecArray): ExactJson => {
    const [, mark, quoted, number, word] = match
    if (quoted !== undefined) return String(JSON.parse(quoted))
    if (number !== undefined) return /^-?\d+$/.test(number) ? BigInt(number) : Number(number)
    if (word !== undefined) return word === 'null' ? null : word === 'true'
    if (mark === '[') return list()
    if (mark === '{') return record()
    throw fault()
  }
  const list = (): ExactJson => {
    const items: ExactJson[] = []
    for (let match = next(); match[1] !== ']'; match = next()) {
      items.push(value(match[1] === ',' ? next() : match))
    }
    return items
  }
  const record = (): ExactJson => {
    const entries: [string, ExactJson][] = []
    for (let match = next(); match[1] !== '}'; match = next()) {
      const key = match[1] === ',' ? next() : match
      if (key[2] === undefined || next()[1] !== ':') throw fault()
      entries.push([String(JSON.parse(key[2])), value(next())])
    }
    return Object.fromEntries(entries)
  }
  const result = value(next())
  if (text.slice(tokens.lastIndex).trim() !== '') throw fault()
  return result
}

/** Reads typed fields of exact JSON, with the path of the field in the error. */
export class JsonFields {
  readonly #value: ExactJson
  readonly #path: string
  readonly #file: string

  constructor(value: ExactJson, file: string, path = '') {
    this.#value = value
    this.#file = file
    this.#path = path
  }

  #fault(
    wanted: string,
    hint = 'this is not the layout that was expected: see the documented formats',
  ): UserError {
    return new UserError(
      'E_JSON_FIELD',
      `${this.#file}: ${this.#path || 'the file'} is no ${wanted}`,
      {
        hint,
        facts: { file: this.#file, field: this.#path },
      },
    )
  }

  /** A field of a record. */
  at(key: string): JsonFields {
    const value = this.#value
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#fault('record')
    const path = this.#path === '' ? key : `${this.#path}.${key}`
    const field = Object.entries(value).find(([name]) => name === key)?.[1]
    if (field === undefined) throw new JsonFields(null, this.#file, path).#fault('field of it')
    return new JsonFields(field, this.#file, path)
  }

  has(key: string): boolean {
    const value = this.#value
    return typeof value === 'object' && value !== null && key in value
  }

  keys(): readonly string[] {
    const value = this.#value
    if (typeof value !== 'object' || value === null) throw this.#fault('record')
    return Object.keys(value)
  }

  items(): readonly JsonFields[] {
    const value = this.#value
    if (!Array.isArray(value)) throw this.#fault('list')
    return value.map(
      (item: ExactJson, i) => new JsonFields(item, this.#file, `${this.#path}[${i}]`),
    )
  }

  /** A whole number, also as text; a float stands for lost digits and is refused. */
  integer(): bigint {
    const value = this.#value
    if (typeof value === 'bigint') return value
    if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value)
    if (typeof value === 'number') {
      throw this.#fault(
        'whole number',
        'it was written as a float and has lost digits: export it again with whole numbers or text',
      )
    }
    throw this.#fault('whole number')
  }

  number(): number {
    return Number(this.integer())
  }

  text(): string {
    if (typeof this.#value === 'string') return this.#value
    throw this.#fault('text')
  }
}
