import { readUnsignedLimbs, writeLimbs } from './columns-limbs.ts'

type NumberArray = Uint32Array | Int32Array | Float64Array

const FIRST_CAPACITY = 1024

/** A typed array that grows at its end. */
export interface NumberAppender<A extends NumberArray> {
  array: A
  length: number
  readonly create: (buffer: ArrayBufferLike) => A
}

/** An empty growing array of plain numbers; `create` makes its typed array. */
export function createNumberAppender<A extends NumberArray>(
  create: (buffer: ArrayBufferLike) => A,
): NumberAppender<A> {
  const bytes = create(new ArrayBuffer(8)).BYTES_PER_ELEMENT
  return { array: create(new ArrayBuffer(FIRST_CAPACITY * bytes)), length: 0, create }
}

/** Adds a number at the end. */
export function append<A extends NumberArray>(appender: NumberAppender<A>, value: number): void {
  if (appender.length === appender.array.length) {
    const { array } = appender
    const bigger = appender.create(new ArrayBuffer(Math.ceil(array.byteLength * 0.1875) * 8))
    bigger.set(array)
    appender.array = bigger
  }
  appender.array[appender.length++] = value
}

/** The appended values in shared memory of their exact size. */
export function finishNumbers<A extends NumberArray>({
  array,
  length,
  create,
}: NumberAppender<A>): A {
  const shared = create(new SharedArrayBuffer(length * array.BYTES_PER_ELEMENT))
  shared.set(array.subarray(0, length))
  return shared
}

/** Unsigned integers as rows of 64-bit limbs, as wide as the greatest of them needs. */
export interface WideColumn {
  readonly limbs: number
  readonly data: BigUint64Array
}

export interface WideAppender {
  limbs: number
  greatest: bigint
  data: BigUint64Array
  length: number
}

/** An empty growing array of integers of any width. */
export function createWideAppender(): WideAppender {
  return { limbs: 1, greatest: greatestOf(1), data: new BigUint64Array(FIRST_CAPACITY), length: 0 }
}

/** Adds an integer at the end, widening every row when it does not fit. */
export function appendWide(appender: WideAppender, value: bigint): void {
  setWide(appender, appender.length, value)
  appender.length++
}

/** Writes row `row`, at most one beyond the last. */
export function setWide(appender: WideAppender, row: number, value: bigint): void {
  while (value > appender.greatest) widen(appender)
  if ((row + 1) * appender.limbs > appender.data.length) {
    const bigger = new BigUint64Array(Math.ceil(appender.data.length * 1.5))
    bigger.set(appender.data)
    appender.data = bigger
  }
  writeLimbs(appender.data, appender.limbs, row, value)
}

/** The appended values in shared memory, at least `limbs` wide. */
export function finishWide(appender: WideAppender, limbs = 1): WideColumn {
  while (appender.limbs < limbs) widen(appender)
  const size = appender.length * appender.limbs
  const data = new BigUint64Array(new SharedArrayBuffer(size * 8))
  data.set(appender.data.subarray(0, size))
  return { limbs: appender.limbs, data }
}

function widen(appender: WideAppender): void {
  const limbs = appender.limbs + 1
  const wider = new BigUint64Array(Math.ceil((appender.data.length / appender.limbs) * limbs))
  for (let row = 0; row < appender.length; row++) {
    writeLimbs(wider, limbs, row, readUnsignedLimbs(appender.data, appender.limbs, row))
  }
  appender.data = wider
  appender.limbs = limbs
  appender.greatest = greatestOf(limbs)
}

function greatestOf(limbs: number): bigint {
  return (1n << BigInt(64 * limbs)) - 1n
}
