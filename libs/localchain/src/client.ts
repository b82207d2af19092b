import {
  createTestClient,
  defineChain,
  http,
  publicActions,
  walletActions,
  type Account,
  type Client,
  type Chain,
  type HttpTransport,
  type PublicActions,
  type TestActions,
  type WalletActions,
} from 'viem'

/** viem client of a local node: test, public and wallet actions, signing as the node's first account. */
export type LocalClient = Client<HttpTransport, Chain, Account> &
  TestActions &
  PublicActions<HttpTransport, Chain, Account> &
  WalletActions<Chain, Account>

/** Connects to the anvil node at `rpcUrl`. */
export async function createLocalClient(rpcUrl: string, chainId: number): Promise<LocalClient> {
  const chain = defineChain({
    id: chainId,
    name: 'local',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const transport = http(rpcUrl, { retryCount: 0, timeout: 120_000 })
  const [first] = await createTestClient({ mode: 'anvil', chain, transport })
    .extend(walletActions)
    .getAddresses()
  const account: Account = {
    address: first ?? '0x0000000000000000000000000000000000000000',
    type: 'json-rpc',
  }
  return createTestClient({
    mode: 'anvil',
    chain,
    transport,
    account,
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions)
}
