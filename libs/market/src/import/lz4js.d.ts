declare module 'lz4js' {
  /** Packs bytes into one LZ4 frame. */
  export function compress(bytes: Uint8Array): Uint8Array
  /** Unpacks one LZ4 frame. */
  export function decompress(bytes: Uint8Array): Uint8Array
}
