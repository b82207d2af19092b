import { InvariantError } from './errors.ts'

/**
 * One text per value: object keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript
 * prints them, `bigint` as a decimal string. Two equal inputs give the same bytes, so a hash over
 * the text names the inputs. Members that are `undefined` are left out.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme); the rule for `bigint` is ours.
 *
 * @throws InvariantError E_CANONICAL_JSON for what JSON cannot say exactly: NaN, infinities,
 * functions, symbols, `undefined` in an array, lone surrogates, objects that are not plain.
 *
 * @example
 * canonicalJson({ b: 2n ** 64n, a: [1.5, null] }) // '{"a":[1.5,null],"b":"18446744073709551616"}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$')
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'bigint':
      return `"${value}"`
    case 'string':
      return writeString(value, path)
    case 'number':
      if (!Number.isFinite(value)) throw unwritable(path, `the number ${value}`)
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path)
    case 'undefined':
    case 'function':
    case 'symbol':
      throw unwritable(path, `a value of type ${typeof value}`)
  }
}

function writeString(text: string, path: string): string {
  if (/\p{Surrogate}/u.test(text)) throw unwritable(path, 'a string with a lone surrogate')
  return JSON.stringify(text)
}

function writeArray(items: readonly unknown[], path: string): string {
  return `[${Array.from(items, (item, i) => write(item, `${path}[${i}]`)).join(',')}]`
}

function writeObject(object: object, path: string): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw unwritable(path, 'an object that is not plain')
  }
  const members = Object.entries(object)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${writeString(key, path)}:${write(member, `${path}.${key}`)}`)
  return `{${members.join(',')}}`
}

function unwritable(path: string, what: string): InvariantError {
  return new InvariantError('E_CANONICAL_JSON', `canonical JSON cannot hold ${what} at ${path}`, {
    hint: 'report this with the command you ran',
    facts: { path },
  })
}
