import { encodeAbiParameters, getCreate2Address, keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { knownPools } from './known-pools.ts'
import { resolvePool } from './pool-identity.ts'

describe('which pool', () => {
  it('is known by address, in any spelling, and by the name of a folder', () => {
    const address = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
    const { pool } = resolvePool({ chainId: 1, address }, 'x')
    expect(pool).toMatchObject({ fee: 500, token0: { symbol: 'USDC' }, token1: { symbol: 'WETH' } })
    expect(resolvePool({}, '/data/ethereum_usdc_weth_005/day.csv').pool).toBe(pool)
    expect(resolvePool({ address }, 'x').pool).toBe(pool)
  })

  it('has the address that the factory gives to its tokens and fee, for all that are known', () => {
    // UniswapV3Factory and the init code hash of UniswapV3Pool (v3-periphery, PoolAddress.sol).
    const factory = '0x1F98431c8aD98523631AE4a59f267346ea31F984'
    const factoryOnBase = '0x33128a8fC17869897dcE68Ed026d694621f6FDfD'
    const bytecodeHash = '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54'
    for (const { pool } of knownPools) {
      const salt = keccak256(
        encodeAbiParameters(
          [{ type: 'address' }, { type: 'address' }, { type: 'uint24' }],
          [pool.token0.address, pool.token1.address, pool.fee],
        ),
      )
      const from = pool.chainId === 8453 ? factoryOnBase : factory
      expect(getCreate2Address({ from, salt, bytecodeHash }).toLowerCase()).toBe(pool.address)
      expect(pool.tickSpacing).toBe({ 100: 1, 500: 10, 3000: 60, 10000: 200 }[pool.fee])
    }
  })

  it('is not taken from a name when another address is given', () => {
    const meta = { chainId: 1, address: `0x${'99'.repeat(20)}` }
    expect(() => resolvePool(meta, '/data/ethereum_usdc_weth_005')).toThrow(
      'does not say which pool',
    )
  })

  it.each([
    [{ fee: 3000 }, 'E_POOL_META'],
    [{ token0: { decimals: 18 } }, 'E_DECIMALS'],
    [{ tickSpacing: 60 }, 'E_POOL_META'],
  ])('refuses what contradicts a known pool: %o', (meta, code) => {
    const wrong = { chainId: 1, address: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', ...meta }
    expect(() => resolvePool(wrong, 'x')).toThrow(expect.objectContaining({ code }))
  })

  it('says that tokens are swapped', () => {
    const [{ pool }] = knownPools as [(typeof knownPools)[number]]
    const meta = { ...pool, token0: pool.token1, token1: pool.token0 }
    expect(() => resolvePool(meta, 'x')).toThrow(
      expect.objectContaining({ code: 'E_TOKENS_SWAPPED' }),
    )
  })
})
