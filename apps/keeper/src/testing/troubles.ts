import type { ProxiedCall, ProxyRules } from './faulty-proxy.ts'

type Block = Readonly<Record<string, unknown>> & { readonly number: string }

const hex = (value: number) => `0x${value.toString(16)}`

/** Whether a call asks for the latest block. */
export function isHead({ method, params }: Pick<ProxiedCall, 'method' | 'params'>): boolean {
  return method === 'eth_getBlockByNumber' && params[0] === 'latest'
}

/** Another head in the place of the node's. */
function head(change: (block: Block) => object): ProxyRules {
  return {
    lie: (call, result) =>
      isHead(call) ? { ...(result as Block), ...change(result as Block) } : result,
  }
}

/** The ways in which one endpoint of several can be bad; made anew for each use. */
export const troubles = {
  'lags by three blocks': () =>
    head(({ number }) => ({ number: hex(Number(number) - 3), hash: `0x${'ab'.repeat(32)}` })),
  'claims a head from the future': () =>
    head((block) => ({ timestamp: hex(Number(block['timestamp']) + 90_000) })),
  'claims a head far ahead': () =>
    head(({ number }) => ({ number: hex(Number(number) + 1_000), hash: `0x${'cd'.repeat(32)}` })),
  'is on another fork': (mark = 'ef') => ({
    lie: ({ method }, result) =>
      method === 'eth_getBlockByNumber' && result !== null
        ? { ...(result as Block), hash: `0x${mark.repeat(32)}` }
        : result,
  }),
  'returns empty logs': () => ({
    lie: ({ method }, result) => (method === 'eth_getLogs' ? [] : result),
  }),
  'never answers': () => ({ fault: () => 'hang' }),
  'limits the rate': () => ({ fault: () => 'http429' }),
  fails: () => ({ fault: () => 'http500' }),
  'cuts connections': () => ({ fault: () => 'reset' }),
  'fails every third time': () => {
    let count = 0
    return { fault: () => (++count % 3 === 0 ? 'http500' : undefined) }
  },
  'is of another chain': () => ({
    lie: ({ method }, result) => (method === 'eth_chainId' ? '0x1' : result),
  }),
  'tells of another account': () => ({
    lie: ({ method }, result) => (method === 'eth_getTransactionCount' ? '0x63' : result),
  }),
} satisfies Readonly<Record<string, (mark?: string) => ProxyRules>>

/** One of {@link troubles}. */
export type Trouble = keyof typeof troubles

/** All of {@link troubles}. */
export const troubleNames = Object.keys(troubles) as readonly Trouble[]
