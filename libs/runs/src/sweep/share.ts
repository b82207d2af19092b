/**
 * The same data with every typed array in memory that threads share: what lies there already is taken as it
 * is, the rest is copied once. Plain objects, arrays and values of JSON, bigints too.
 *
 * @example
 * new Worker(file, { workerData: shared({ columns: dataset.columns }) })
 */
export function shared<T>(data: T): T {
  return share(data) as T
}

function share(data: unknown): unknown {
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) {
    return shareArray(data as NumberArray)
  }
  if (Array.isArray(data)) return data.map(share)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, share(value)]))
}

type NumberArray = Uint8Array | Int32Array | Uint32Array | Float64Array | BigUint64Array

function shareArray(array: NumberArray): NumberArray {
  if (array.buffer instanceof SharedArrayBuffer) return array
  const buffer = new SharedArrayBuffer(array.byteLength)
  new Uint8Array(buffer).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  const Constructor = array.constructor as new (buffer: SharedArrayBuffer) => NumberArray
  return new Constructor(buffer)
}
