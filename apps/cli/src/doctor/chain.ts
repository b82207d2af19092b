import { formatDuration } from '@tickwise/terminal'
import { shownEndpoint } from '../shown-endpoint.ts'
import type { Finding } from './finding.ts'

/** A newest block older than this says that an endpoint lags, on chains with blocks every few seconds. */
const oldSeconds = 120
/** A clock that is off by more makes a keeper miss or refuse. */
const skewSeconds = 15
const patienceMs = 10_000

/** Whether endpoints answer, for which chain, how far behind, and what they say of this machine's clock. */
export async function checkEndpoints(
  urls: readonly string[],
  expectedChainId: number | undefined,
): Promise<readonly Finding[]> {
  const answers = await Promise.all(urls.map((url) => checkEndpoint(url, expectedChainId)))
  return answers.flat()
}

async function checkEndpoint(
  url: string,
  expectedChainId: number | undefined,
): Promise<readonly Finding[]> {
  const name = `RPC ${shownEndpoint(url)}`
  try {
    const chainId = Number((await call(url, 'eth_chainId', [])).result)
    const { result, serverTime } = await call(url, 'eth_getBlockByNumber', ['latest', false])
    const block = result as { readonly number: string; readonly timestamp: string }
    return [
      chainFinding(name, chainId, Number(block.number), expectedChainId),
      ...timeFindings(Number(block.timestamp), serverTime),
    ]
  } catch (error) {
    return [
      {
        name,
        status: 'failed',
        detail: `no answer: ${reasonOf(error)}`,
        hint: 'check the URL and the network, or name another endpoint',
      },
    ]
  }
}

/** The reason without the URL, which may hold a key. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.replaceAll(/https?:\/\/\S+/g, '…') || 'connection refused'
}

function chainFinding(
  name: string,
  chainId: number,
  head: number,
  expected: number | undefined,
): Finding {
  if (expected !== undefined && chainId !== expected) {
    return {
      name,
      status: 'failed',
      detail: `chain ${chainId}, but ${expected} is expected`,
      hint: 'name an endpoint of the other chain, or mend chainId (--chain, tickwise.json)',
    }
  }
  return { name, status: 'ok', detail: `chain ${chainId}, head ${head}` }
}

function timeFindings(blockTime: number, serverTime: number | undefined): readonly Finding[] {
  const now = Date.now() / 1000
  const age = now - blockTime
  // A block cannot come from the future; a server's clock is the better witness where it tells the time.
  const skew = serverTime === undefined ? Math.min(0, age) : now - serverTime
  const isOff = Math.abs(skew) > skewSeconds
  return [
    {
      name: 'head lag',
      status: age > oldSeconds ? 'warning' : 'ok',
      detail: `the newest block is ${formatDuration(Math.max(0, age))} old`,
      ...(age > oldSeconds
        ? { hint: 'the endpoint lags, or the chain makes no blocks: compare with another endpoint' }
        : {}),
    },
    {
      name: 'clock',
      status: isOff ? 'warning' : 'ok',
      detail: isOff
        ? `this clock is ${formatDuration(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead'}`
        : 'agrees with the endpoint',
      ...(isOff ? { hint: 'set the clock by NTP: deadlines of a keeper are told by it' } : {}),
    },
  ]
}

async function call(
  url: string,
  method: string,
  params: readonly unknown[],
): Promise<{ readonly result: unknown; readonly serverTime: number | undefined }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(patienceMs),
  })
  const date = Date.parse(response.headers.get('date') ?? '')
  if (!response.ok) throw new Error(`HTTP status ${response.status}`)
  const body = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (body.error !== undefined) throw new Error(body.error.message)
  return { result: body.result, serverTime: Number.isNaN(date) ? undefined : date / 1000 }
}
