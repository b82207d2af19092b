import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import { poolIdentitySchema } from '../manifest.ts'
import type { PoolIdentity } from '../manifest.ts'
import { knownDecimals, knownPool, knownPoolInPath, knownPools } from './known-pools.ts'

const tokenMetaSchema = z
  .object({ address: z.string(), symbol: z.string(), decimals: z.number().int() })
  .partial()

/** What the user or the source says about the pool; the rest is looked up. */
export const poolMetaSchema = z
  .object({
    chainId: z.number().int().positive(),
    address: z.string(),
    token0: tokenMetaSchema,
    token1: tokenMetaSchema,
    fee: z.number().int(),
    tickSpacing: z.number().int(),
  })
  .partial()

export type PoolMeta = Readonly<z.output<typeof poolMetaSchema>>
type TokenMeta = z.output<typeof tokenMetaSchema>

/** What the user says goes before what the source says. */
export const mergePoolMeta = (source: PoolMeta, user: PoolMeta): PoolMeta => ({
  chainId: user.chainId ?? source.chainId,
  address: user.address ?? source.address,
  token0: { ...source.token0, ...user.token0 },
  token1: { ...source.token1, ...user.token1 },
  fee: user.fee ?? source.fee,
  tickSpacing: user.tickSpacing ?? source.tickSpacing,
})

export interface ResolvedPool {
  readonly pool: PoolIdentity
  /** Where the identity comes from, for the manifest and the user. */
  readonly how: string
}

/** Tick spacing of the factory's fee tiers. */
export const spacingOfFee: Readonly<Record<number, number>> = {
  100: 1,
  500: 10,
  3000: 60,
  10000: 200,
}

const conflict = (field: string, said: unknown, known: unknown, pool: PoolIdentity): UserError =>
  new UserError(
    field.endsWith('decimals') ? 'E_DECIMALS' : 'E_POOL_META',
    `${field} of pool ${pool.address} on chain ${pool.chainId} is ${String(known)}, not ${String(said)}`,
    { hint: `leave ${field} out or correct it`, facts: { field } },
  )

const refuseConflicts = (meta: PoolMeta, known: PoolIdentity): void => {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['fee', meta.fee, known.fee],
    ['tickSpacing', meta.tickSpacing, known.tickSpacing],
    ['token0.address', meta.token0?.address?.toLowerCase(), known.token0.address],
    ['token1.address', meta.token1?.address?.toLowerCase(), known.token1.address],
    ['token0.decimals', meta.token0?.decimals, known.token0.decimals],
    ['token1.decimals', meta.token1?.decimals, known.token1.decimals],
  ]
  for (const [field, said, is] of pairs) {
    if (said === undefined || said === is) continue
    const swapped =
      field === 'token0.address' &&
      said === known.token1.address &&
      meta.token1?.address !== undefined
    if (swapped) throw swappedTokens(known.token0.address, known.token1.address)
    throw conflict(field, said, is, known)
  }
}

const swappedTokens = (token0: string, token1: string): UserError =>
  new UserError(
    'E_TOKENS_SWAPPED',
    `the tokens are swapped: token0 is ${token0}, token1 is ${token1}`,
    {
      hint: 'token0 is the one with the lower address: swap token0 and token1, and the amounts if they were turned round too',
      facts: { token0, token1 },
    },
  )

const tokenOf = (chainId: number | undefined, meta: TokenMeta | undefined): unknown => {
  const address = meta?.address?.toLowerCase()
  const known =
    chainId === undefined || address === undefined ? undefined : knownDecimals(chainId, address)
  if (known !== undefined && meta?.decimals !== undefined && meta.decimals !== known)
    throw new UserError(
      'E_DECIMALS',
      `token ${address} has ${known} decimals, not ${meta.decimals}`,
      {
        hint: 'leave the decimals out or correct them',
        facts: { token: address ?? '', decimals: known },
      },
    )
  return { address, symbol: meta?.symbol ?? '?', decimals: meta?.decimals ?? known }
}

const described = (meta: PoolMeta): PoolIdentity | undefined => {
  const { chainId, fee } = meta
  const parsed = poolIdentitySchema.safeParse({
    chainId,
    address: meta.address?.toLowerCase(),
    token0: tokenOf(chainId, meta.token0),
    token1: tokenOf(chainId, meta.token1),
    fee,
    tickSpacing: meta.tickSpacing ?? (fee === undefined ? undefined : spacingOfFee[fee]),
  })
  return parsed.success ? parsed.data : undefined
}

const byAddress = ({ chainId, address }: PoolMeta): PoolIdentity | undefined => {
  if (address === undefined) return undefined
  if (chainId !== undefined) return knownPool(chainId, address)
  const found = knownPools.filter(({ pool }) => pool.address === address.toLowerCase())
  return found.length === 1 ? found[0]?.pool : undefined
}

/**
 * Finds out which pool the rows belong to: by chain and address among the well-known ones, else from
 * what is said about it, else by the name of the file or folder.
 *
 * @throws UserError E_POOL_UNKNOWN, E_POOL_META, E_TOKENS_SWAPPED, E_DECIMALS
 * @example
 * resolvePool({ chainId: 1, address: '0x88e6…' }, 'logs.csv').pool.token1.symbol // 'WETH'
 */
export const resolvePool = (meta: PoolMeta, path: string): ResolvedPool => {
  const known = byAddress(meta)
  const said = meta.address !== undefined
  const named = said ? undefined : knownPoolInPath(path)
  const base = known ?? named
  if (base !== undefined) {
    refuseConflicts(meta, base)
    const how = known === undefined ? `the name of the source (${base.address})` : 'its address'
    return { pool: base, how: `well-known pool, found by ${how}` }
  }
  const pool = described(meta)
  if (pool === undefined) {
    throw new UserError('E_POOL_UNKNOWN', `${path} does not say which pool its rows belong to`, {
      hint: said
        ? 'this pool is not a well-known one: give chain, address, fee, and address and decimals of both tokens'
        : 'give chain id and address of the pool (for example 42161 and 0xC6962004…08E8D0), for one that is not well known also fee, and address and decimals of both tokens',
      facts: { file: path },
    })
  }
  const [token0, token1] = [pool.token0.address, pool.token1.address]
  if (BigInt(token0) >= BigInt(token1)) throw swappedTokens(token1, token0)
  return { pool, how: 'as given' }
}
