import { keccak_256 } from '@noble/hashes/sha3'
import { UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'

const hexValue = new Int8Array(128).fill(-1)
for (let digit = 0; digit < 16; digit++) {
  hexValue[digit.toString(16).charCodeAt(0)] = digit
  hexValue[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Bytes of a 0x-prefixed hex text, written at `offset`; refuses another length. */
const writeHex = (target: Uint8Array, offset: number, text: string, length: number): void => {
  if (text.length !== 2 + 2 * length)
    throw new UserError('E_HEX', `${text} is not ${length} bytes of hex`)
  for (let i = 0; i < length; i++) {
    const high = hexValue[text.charCodeAt(2 + 2 * i)] ?? -1
    const low = hexValue[text.charCodeAt(3 + 2 * i)] ?? -1
    if (high < 0 || low < 0) throw new UserError('E_HEX', `${text} is not hex`)
    target[offset + i] = (high << 4) | low
  }
}

/** Bytes as 0x-prefixed hex. */
export const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`

const blockBytes = 1 << 16
const longestRecord = 1024

/**
 * Hashes a stream of fixed-width big-endian fields with keccak-256, in blocks: one digest call per
 * field would cost more than the hashing.
 */
export class HashingWriter {
  readonly #hash = keccak_256.create()
  readonly #bytes = new Uint8Array(blockBytes)
  readonly #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Makes room for one record; call it before the fields of a record. */
  record(): void {
    if (this.#length > blockBytes - longestRecord) this.#flush()
  }

  uint8(value: number): void {
    this.#bytes[this.#length++] = value
  }

  uint32(value: number): void {
    this.#view.setUint32(this.#length, value)
    this.#length += 4
  }

  int32(value: number): void {
    this.#view.setInt32(this.#length, value)
    this.#length += 4
  }

  /** IEEE 754, big-endian. */
  float64(value: number): void {
    this.#view.setFloat64(this.#length, value)
    this.#length += 8
  }

  /** Two's complement, big-endian; `width` is a multiple of 4 bytes. */
  wide(value: bigint, width: number): void {
    let rest = value
    let end = this.#length + width
    for (; end - 8 >= this.#length; end -= 8) {
      this.#view.setBigUint64(end - 8, BigInt.asUintN(64, rest))
      rest >>= 64n
    }
    if (end > this.#length) this.#view.setUint32(end - 4, Number(BigInt.asUintN(32, rest)))
    this.#length += width
  }

  hex(text: string, width: number): void {
    writeHex(this.#bytes, this.#length, text, width)
    this.#length += width
  }

  text(value: string): void {
    this.#flush()
    this.#hash.update(new TextEncoder().encode(value))
  }

  digest(): Hex {
    this.#flush()
    return toHex(this.#hash.digest())
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#length))
    this.#length = 0
  }
}
