import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gunzip } from 'node:zlib'
import { readError } from '../store/file-errors.ts'

const inflate = promisify(gunzip)
const startsLikeGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The first bytes of a file, enough to tell its kind. */
export const firstBytes = async (path: string, length: number): Promise<Uint8Array> => {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * A whole text file, unpacked when it is gzip (by content, whatever its name).
 *
 * @throws UserError E_NOT_FOUND, E_FILE_BROKEN
 */
export const readText = async (path: string): Promise<string> => {
  try {
    const bytes = await readFile(path)
    return (startsLikeGzip(bytes) ? await inflate(bytes) : bytes).toString('utf8')
  } catch (error) {
    throw readError(error, path)
  }
}

const openPlain = async (path: string): Promise<AsyncIterable<Uint8Array>> => {
  // A stream that fails before anybody reads it would end the process: look at the file first.
  const packed = startsLikeGzip(await firstBytes(path, 2))
  const source = createReadStream(path)
  if (!packed) return source
  // Errors surface where the unpacked stream is read.
  return pipeline(source, createGunzip(), () => undefined)
}

/**
 * Text of a file in pieces, unpacked when it is gzip.
 *
 * @throws UserError E_NOT_FOUND, E_FILE_BROKEN (also for gzip that is cut short)
 */
export async function* streamText(path: string): AsyncGenerator<string> {
  try {
    const decoder = new TextDecoder()
    for await (const piece of await openPlain(path)) yield decoder.decode(piece, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throw readError(error, path)
  }
}
