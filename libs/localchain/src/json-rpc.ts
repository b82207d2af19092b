import { Agent, request } from 'node:http'
import { LocalChainError } from './errors.ts'

export interface RpcRequest {
  readonly method: string
  readonly params: readonly unknown[]
}

interface RpcResponse {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** One connection that stays open: requests of a batch must not overtake each other. */
const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/**
 * Sends a JSON-RPC batch in one HTTP request and returns the results in the order of the requests.
 *
 * @throws LocalChainError `E_LOCAL_RPC` when a request fails or the node does not answer.
 */
export async function sendRpcBatch(
  rpcUrl: string,
  requests: readonly RpcRequest[],
): Promise<readonly unknown[]> {
  if (requests.length === 0) return []
  const body = JSON.stringify(requests.map((item, id) => ({ jsonrpc: '2.0', id, ...item })))
  const responses = JSON.parse(await post(rpcUrl, body)) as RpcResponse[]
  const results: unknown[] = Array.from({ length: requests.length })
  for (const { id, result, error } of responses) {
    const method = requests[id]?.method ?? 'unknown'
    if (error !== undefined)
      throw new LocalChainError('E_LOCAL_RPC', `the local node refused ${method}: ${error.message}`)
    results[id] = result
  }
  return results
}

function post(rpcUrl: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new LocalChainError('E_LOCAL_RPC', 'the local node does not answer', { cause }))
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const outgoing = request(rpcUrl, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      response.on('error', fail)
    })
    outgoing.on('error', fail)
    outgoing.end(body)
  })
}
