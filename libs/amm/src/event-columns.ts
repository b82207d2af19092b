/**
 * Pool events as typed arrays: one row per event in chain order, all columns of equal length.
 * Backed by (Shared)ArrayBuffers, so worker threads read them without copying.
 *
 * Wide integers are little-endian 64-bit limbs, two's complement: row `i` of a column with `n` limbs
 * is `limbs[n * i] … limbs[n * i + n - 1]`, least significant first.
 *
 * Meaning per kind (unused cells are 0):
 *
 * | kind | tickA | tickB | sqrtPriceX96 | liquidity | amount0, amount1 |
 * |---|---|---|---|---|---|
 * | initialize | tick | – | price | – | – |
 * | swap | tick after | – | price after | in range after | signed, pool's side |
 * | mint, burn | tickLower | tickUpper | – | minted / burned | amounts |
 * | collect | tickLower | tickUpper | – | – | amounts |
 * | flash | – | – | – | – | **paid** 0, 1 (the loan itself is not kept) |
 * | setFeeProtocol | new fee 0 | new fee 1 | – | – | – |
 * | collectProtocol | – | – | – | – | amounts |
 * | increaseObservationCardinalityNext | new | old | – | – | – |
 */
export interface PoolEventColumns {
  readonly length: number
  /** Codes of `kindCode`. */
  readonly kind: Uint8Array
  readonly blockNumber: Uint32Array
  readonly logIndex: Uint32Array
  /** Unix seconds of the block. */
  readonly timestamp: Uint32Array
  readonly tickA: Int32Array
  readonly tickB: Int32Array
  /** 3 limbs (uint160). */
  readonly sqrtPriceX96: BigUint64Array
  /** 2 limbs (uint128). */
  readonly liquidity: BigUint64Array
  /** 3 limbs, signed 192-bit. */
  readonly amount0: BigUint64Array
  /** 3 limbs, signed 192-bit. */
  readonly amount1: BigUint64Array
}

/** What identifies a pool to the arithmetic. `fee` in hundredths of a bip (500 = 0.05 %). */
export interface PoolSpec {
  readonly fee: number
  readonly tickSpacing: number
}

/** State of one initialised tick, as `UniswapV3Pool.ticks(tick)`. */
export interface TickRecord {
  readonly tick: number
  readonly liquidityGross: bigint
  readonly liquidityNet: bigint
  readonly feeGrowthOutside0X128: bigint
  readonly feeGrowthOutside1X128: bigint
}

/** In-range liquidity of `[tickLower, tickUpper)`; neighbours may have gaps between them. */
export interface LiquidityInterval {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/**
 * What is known of a pool just before the first event of a stream.
 *
 * `kind` says how: `chain` = read from the chain or a full snapshot (ticks complete unless
 * `tickRange` says otherwise); `derived` = liquidity of the visited intervals only, got from the
 * stream itself; `fresh` = the stream starts with Initialize, nothing before it.
 */
export type StartState =
  | { readonly kind: 'fresh' }
  | {
      readonly kind: 'chain'
      readonly blockNumber: number
      readonly sqrtPriceX96: bigint
      readonly tick: number
      readonly liquidity: bigint
      /** Low nibble token0, high nibble token1, as in `slot0.feeProtocol`. */
      readonly feeProtocol: number
      readonly feeGrowthGlobal0X128: bigint
      readonly feeGrowthGlobal1X128: bigint
      /** Ascending. */
      readonly ticks: readonly TickRecord[]
      /** When set, ticks outside `[lower, upper]` are not known. */
      readonly tickRange?: { readonly lower: number; readonly upper: number }
    }
  | {
      readonly kind: 'derived'
      /** Absent when the price before the first swap is not known: the first swap then anchors the replay. */
      readonly sqrtPriceX96?: bigint
      readonly tick?: number
      readonly feeProtocol: number
      /** Ascending, one tick spacing wide each or wider, not overlapping. */
      readonly intervals: readonly LiquidityInterval[]
    }
