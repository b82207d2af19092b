import { UserError } from '@tickwise/amm'
import {
  createPublicClient,
  defineChain,
  http,
  type Chain,
  type HttpTransport,
  type PublicClient,
} from 'viem'
import { translateError } from './translate-error.ts'

/** A chain that answers, behind one endpoint. */
export interface ChainConnection {
  readonly client: PublicClient<HttpTransport, Chain>
  readonly rpcUrl: string
  readonly chainId: number
}

/**
 * Connects to a JSON-RPC endpoint and asks which chain it is. Requests of one moment travel together.
 *
 * @throws UserError `E_RPC_URL` for what is no http(s) URL
 * @throws RetryableError `E_RPC` when it does not answer
 * @example
 * const { client, chainId } = await connectChain('http://127.0.0.1:8545')
 */
export async function connectChain(rpcUrl: string): Promise<ChainConnection> {
  if (!/^https?:\/\//.test(rpcUrl) || !URL.canParse(rpcUrl)) {
    throw new UserError('E_RPC_URL', `${rpcUrl} is not the URL of an endpoint`, {
      hint: 'such as https://your.endpoint or http://127.0.0.1:8545',
    })
  }
  const transport = http(rpcUrl, { batch: true, retryCount: 1, timeout: 30_000 })
  try {
    const chainId = await createPublicClient({ transport }).getChainId()
    const chain = defineChain({
      id: chainId,
      name: `chain ${chainId}`,
      nativeCurrency: { name: 'native token', symbol: 'native', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    })
    const local = /^https?:\/\/(127\.|localhost|\[::1\])/.test(rpcUrl)
    const pollingInterval = local ? 50 : 2_000
    return {
      client: createPublicClient({ chain, transport, pollingInterval, cacheTime: 0 }),
      rpcUrl,
      chainId,
    }
  } catch (error) {
    throw translateError(error)
  }
}
