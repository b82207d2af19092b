import { LocalChainError } from './errors.ts'

const headEnd = Buffer.from('\r\n\r\n')

/**
 * Cuts the byte stream of a pipelined HTTP/1.1 connection into response bodies.
 *
 * Handles what anvil sends: status 200 and `content-length`; anything else is an error.
 *
 * @throws LocalChainError `E_LOCAL_RPC` (from the returned function) on any other kind of response.
 */
export function createResponseReader(onBody: (body: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let held = 0
  let needed = 0
  return (chunk) => {
    chunks.push(chunk)
    held += chunk.length
    if (held < needed) return
    let buffer = Buffer.concat(chunks)
    for (;;) {
      const end = buffer.indexOf(headEnd)
      if (end < 0) break
      const bodyStart = end + headEnd.length
      needed = bodyStart + bodyLength(buffer.toString('latin1', 0, end))
      if (buffer.length < needed) break
      const body = buffer.toString('utf8', bodyStart, needed)
      buffer = buffer.subarray(needed)
      needed = 0
      onBody(body)
    }
    chunks = [buffer]
    held = buffer.length
  }
}

function bodyLength(head: string): number {
  const length = /^content-length:\s*(\d+)/im.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200') || length === undefined)
    throw new LocalChainError('E_LOCAL_RPC', 'the local node sent an unexpected HTTP response', {
      facts: { head: head.slice(0, 500) },
    })
  return Number(length)
}
