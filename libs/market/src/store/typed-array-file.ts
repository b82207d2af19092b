import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { z } from 'zod'

const arrayTypes = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
} as const

type TypeName = keyof typeof arrayTypes
/** Any of the typed arrays, on shared or plain memory. */
export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array
export type NamedArrays = Readonly<Record<string, NumberArray>>

const headerSchema = z.object({
  /** What the arrays were made from; a file with another key is not used. */
  key: z.string(),
  facts: z.record(z.string(), z.unknown()),
  arrays: z.array(
    z.object({
      name: z.string(),
      type: z.string().refine((name): name is TypeName => name in arrayTypes),
      length: z.number().int(),
      offset: z.number().int(),
    }),
  ),
})

type Header = z.output<typeof headerSchema>

export interface TypedArrayFile {
  readonly facts: Readonly<Record<string, unknown>>
  readonly arrays: NamedArrays
}

const magic = 'TICKARR1'
const align = (offset: number): number => Math.ceil(offset / 64) * 64
const isTypeName = (name: string): name is TypeName => name in arrayTypes

const layOut = (key: string, { facts, arrays }: TypedArrayFile): Uint8Array[] => {
  let offset = 0
  const entries = Object.entries(arrays).map(([name, array]) => {
    const type = array.constructor.name
    if (!isTypeName(type)) throw new TypeError(`${name} is a ${type}`)
    const entry = { name, type, length: array.length, offset }
    offset = align(offset + array.byteLength)
    return entry
  })
  const header = JSON.stringify({ key, facts, arrays: entries } satisfies Header)
  const headBytes = new TextEncoder().encode(header)
  const start = align(16 + headBytes.length)
  const head = new Uint8Array(start)
  head.set(new TextEncoder().encode(magic))
  new DataView(head.buffer).setUint32(8, headBytes.length)
  head.set(headBytes, 16)
  const parts: Uint8Array[] = [head]
  for (const array of Object.values(arrays)) {
    parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    const padding = align(array.byteLength) - array.byteLength
    if (padding > 0) parts.push(new Uint8Array(padding))
  }
  return parts
}

/**
 * Writes arrays to one file: a JSON header, then the raw bytes at 64-byte boundaries in the byte order
 * of this machine. The file appears under its name only when it is complete.
 */
export const writeTypedArrays = (path: string, key: string, content: TypedArrayFile): void => {
  const temporary = `${path}.${process.pid}.partial`
  try {
    const file = openSync(temporary, 'w')
    try {
      for (const part of layOut(key, content)) {
        for (let done = 0; done < part.length;) done += writeSync(file, part, done)
      }
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

const readAll = (path: string): SharedArrayBuffer => {
  const file = openSync(path, 'r')
  try {
    const buffer = new SharedArrayBuffer(fstatSync(file).size)
    const bytes = new Uint8Array(buffer)
    for (let done = 0; done < bytes.length;) {
      const got = readSync(file, bytes, done, bytes.length - done, null)
      if (got === 0) break
      done += got
    }
    return buffer
  } finally {
    closeSync(file)
  }
}

/**
 * Reads what {@link writeTypedArrays} wrote into shared memory, without copying an array. Undefined
 * when there is no such file, when it was made for another key, or when it is damaged: caches are
 * made again, never mended.
 */
export const readTypedArrays = (path: string, key: string): TypedArrayFile | undefined => {
  try {
    const buffer = readAll(path)
    const bytes = new Uint8Array(buffer)
    const text = (from: number, to: number): string =>
      new TextDecoder().decode(bytes.slice(from, to))
    if (text(0, 8) !== magic) return undefined
    const headerLength = new DataView(buffer).getUint32(8)
    const header = headerSchema.parse(JSON.parse(text(16, 16 + headerLength)))
    if (header.key !== key) return undefined
    const start = align(16 + headerLength)
    const arrays: Record<string, NumberArray> = {}
    for (const { name, type, length, offset } of header.arrays) {
      const create: new (memory: ArrayBufferLike, from: number, length: number) => NumberArray =
        arrayTypes[type]
      arrays[name] = new create(buffer, start + offset, length)
    }
    return { facts: header.facts, arrays }
  } catch {
    return undefined
  }
}
