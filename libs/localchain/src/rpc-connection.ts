import { connect, type Socket } from 'node:net'
import { LocalChainError } from './errors.ts'
import { createResponseReader } from './response-reader.ts'

export interface RpcRequest {
  readonly method: string
  readonly params: readonly unknown[]
}

interface RpcResponse {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** One pipelined connection to a local node. */
export interface RpcConnection {
  /**
   * Sends a JSON-RPC batch and returns the results in the order of the requests. Batches sent without
   * waiting for each other run one after the other; requests **within** a batch may overtake each other.
   *
   * @throws LocalChainError `E_LOCAL_RPC` when the node refuses a request or has gone.
   */
  send(requests: readonly RpcRequest[]): Promise<readonly unknown[]>
  close(): void
}

interface Waiting {
  readonly requests: readonly RpcRequest[]
  readonly resolve: (results: readonly unknown[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens an HTTP/1.1 connection that pipelines: the next request is on its way before the last one is answered,
 * and the server works them off in order. Mining thousands of blocks is twice as fast as with a round trip each.
 */
export function openRpcConnection(port: number): RpcConnection {
  const waiting: Waiting[] = []
  let failure: LocalChainError | undefined
  const fail = (cause?: unknown) => {
    failure ??= new LocalChainError('E_LOCAL_RPC', 'the local node closed the connection', {
      cause,
    })
    for (const item of waiting.splice(0)) item.reject(failure)
  }
  const read = createResponseReader((body) => answer(waiting.shift(), body))
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true })
  socket.on('error', fail)
  socket.on('close', () => fail())
  socket.on('data', (chunk) => {
    try {
      read(chunk)
    } catch (cause) {
      fail(cause)
      socket.destroy()
    }
  })
  return {
    send: (requests) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        if (requests.length === 0) return resolve([])
        waiting.push({ requests, resolve, reject })
        socket.write(httpRequest(port, requests))
      }),
    close: () => socket.destroy(),
  }
}

function httpRequest(port: number, requests: readonly RpcRequest[]): string {
  const body = JSON.stringify(requests.map((item, id) => ({ jsonrpc: '2.0', id, ...item })))
  return (
    `POST / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

function answer(item: Waiting | undefined, body: string): void {
  if (item === undefined) return
  const results: unknown[] = Array.from({ length: item.requests.length })
  for (const { id, result, error } of JSON.parse(body) as RpcResponse[]) {
    if (error !== undefined) {
      const method = item.requests[id]?.method ?? 'a request'
      const message = `the local node refused ${method}: ${error.message}`
      return item.reject(new LocalChainError('E_LOCAL_RPC', message))
    }
    results[id] = result
  }
  item.resolve(results)
}
