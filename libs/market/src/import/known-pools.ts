import type { Hex } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'

const chains = { ethereum: 1, polygon: 137, arbitrum: 42161, base: 8453 } as const

type ChainName = keyof typeof chains
type Token = PoolIdentity['token0']

const token = (address: string, symbol: string, decimals: number): Token => ({
  address: address.toLowerCase() as Hex,
  symbol,
  decimals,
})

/** Tokens whose decimals are beyond doubt, by chain. */
const tokens = {
  ethereum: {
    usdc: token('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 'USDC', 6),
    usdt: token('0xdAC17F958D2ee523a2206206994597C13D831ec7', 'USDT', 6),
    weth: token('0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', 'WETH', 18),
    wbtc: token('0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599', 'WBTC', 8),
  },
  polygon: {
    usdc: token('0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', 'USDC.e', 6),
    weth: token('0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', 'WETH', 18),
  },
  arbitrum: {
    weth: token('0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', 'WETH', 18),
    usdc: token('0xaf88d065e77c8cC2239327C5EDb3A432268e5831', 'USDC', 6),
  },
  base: {
    weth: token('0x4200000000000000000000000000000000000006', 'WETH', 18),
    usdc: token('0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', 'USDC', 6),
  },
} as const satisfies Record<ChainName, Record<string, Token>>

interface KnownPool {
  /** `chain_token0_token1_fee`, as data folders are named. */
  readonly slug: string
  readonly pool: PoolIdentity
}

const pool = (
  chain: ChainName,
  [token0, token1]: readonly [Token, Token],
  [fee, tickSpacing]: readonly [number, number],
  address: string,
): KnownPool => ({
  slug: `${chain}_${token0.symbol.replace(/\..*/, '')}_${token1.symbol}_${String(fee / 10000).replace('.', '')}`.toLowerCase(),
  pool: {
    chainId: chains[chain],
    address: address.toLowerCase() as Hex,
    token0,
    token1,
    fee,
    tickSpacing,
  },
})

const { ethereum, polygon, arbitrum, base } = tokens

/** Well-known pools: identity need not be typed in for them. Addresses are the factory's. */
export const knownPools: readonly KnownPool[] = [
  pool(
    'ethereum',
    [ethereum.usdc, ethereum.weth],
    [500, 10],
    '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640',
  ),
  pool(
    'ethereum',
    [ethereum.usdc, ethereum.weth],
    [3000, 60],
    '0x8ad599c3A0ff1De082011EFDDc58f1908eb6e6D8',
  ),
  pool(
    'ethereum',
    [ethereum.wbtc, ethereum.weth],
    [3000, 60],
    '0xCBCdF9626bC03E24f779434178A73a0B4bad62eD',
  ),
  pool(
    'ethereum',
    [ethereum.wbtc, ethereum.weth],
    [500, 10],
    '0x4585FE77225b41b697C938B018E2Ac67Ac5a20c0',
  ),
  pool(
    'ethereum',
    [ethereum.weth, ethereum.usdt],
    [3000, 60],
    '0x4e68Ccd3E89f51C3074ca5072bbAC773960dFa36',
  ),
  pool(
    'ethereum',
    [ethereum.weth, ethereum.usdt],
    [500, 10],
    '0x11b815efB8f581194ae79006d24E0d814B7697F6',
  ),
  pool(
    'polygon',
    [polygon.usdc, polygon.weth],
    [500, 10],
    '0x45dDa9cb7c25131DF268515131f647d726f50608',
  ),
  pool(
    'arbitrum',
    [arbitrum.weth, arbitrum.usdc],
    [500, 10],
    '0xC6962004f452bE9203591991D15f6b388e09E8D0',
  ),
  pool('base', [base.weth, base.usdc], [500, 10], '0xd0b53D9277642d899DF5C87A3966A349A798F224'),
]

/** A known pool by chain and address. */
export const knownPool = (chainId: number, address: string): PoolIdentity | undefined =>
  knownPools.find(
    ({ pool: one }) => one.chainId === chainId && one.address === address.toLowerCase(),
  )?.pool

/** A known pool whose address, or whose `chain_token0_token1_fee`, stands in a path. */
export const knownPoolInPath = (path: string): PoolIdentity | undefined => {
  const text = path.toLowerCase()
  const segments = text.split(/[/\\]/)
  return (
    knownPools.find(({ pool: one }) => text.includes(one.address)) ??
    knownPools.find(({ slug }) =>
      segments.some((segment) => new RegExp(`^${slug}\\b`).test(segment)),
    )
  )?.pool
}

/** Decimals of a token that is beyond doubt. */
export const knownDecimals = (chainId: number, address: string): number | undefined => {
  const byChain: Readonly<Record<string, Readonly<Record<string, Token>>>> = tokens
  const chain = Object.entries(chains).find(([, id]) => id === chainId)?.[0] ?? ''
  const wanted = address.toLowerCase()
  return Object.values(byChain[chain] ?? {}).find((one) => one.address === wanted)?.decimals
}
