import { createServer } from 'node:http'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createResponseReader } from './response-reader.ts'

/** Bytes that Node's own HTTP server sends for two pipelined requests, one with a body beyond ASCII. */
async function recordedStream(): Promise<Buffer> {
  let count = 0
  const server = createServer((_, response) => {
    const body = count++ === 0 ? 'first é€' : ''
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  const get = 'GET / HTTP/1.1\r\nhost: local\r\n'
  socket.write(`${get}\r\n${get}connection: close\r\n\r\n`)
  await once(socket, 'close')
  server.close()
  return Buffer.concat(chunks)
}

it('finds the bodies however the bytes are cut', async () => {
  const stream = await recordedStream()
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const bodies: string[] = []
      const read = createResponseReader((body) => bodies.push(body))
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
      places.slice(1).forEach((place, i) => read(stream.subarray(places[i], place)))
      expect(bodies).toEqual(['first é€', ''])
    }),
  )
})

it('refuses an answer that is not 200', () => {
  const read = createResponseReader(() => undefined)
  expect(() => read(Buffer.from('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n'))).toThrow(
    expect.objectContaining({ code: 'E_LOCAL_RPC' }),
  )
})
