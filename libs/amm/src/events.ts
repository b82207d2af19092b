/** Kinds of pool events, in the order of their codes in {@link PoolEventColumns.kind}. */
export const eventKinds = [
  'initialize',
  'swap',
  'mint',
  'burn',
  'collect',
  'flash',
  'setFeeProtocol',
  'collectProtocol',
  'increaseObservationCardinalityNext',
] as const

export type EventKind = (typeof eventKinds)[number]

/** Numeric codes of {@link eventKinds}, for columns. */
export const kindCode = {
  initialize: 0,
  swap: 1,
  mint: 2,
  burn: 3,
  collect: 4,
  flash: 5,
  setFeeProtocol: 6,
  collectProtocol: 7,
  increaseObservationCardinalityNext: 8,
} as const satisfies Record<EventKind, number>

/** Where an event stands in the chain's order. `timestamp` is the block's, in unix seconds. */
export interface EventPlace {
  readonly blockNumber: number
  readonly logIndex: number
  readonly timestamp: number
}

/** 0x-prefixed lower-case hex. */
export type Hex = `0x${string}`

/** Transaction hash and addresses; absent where the source does not have them. */
export interface EventOrigin {
  readonly transactionHash?: Hex
  /** `sender` of swap, flash, mint; absent elsewhere. */
  readonly sender?: Hex
  /** Position owner of mint, burn, collect. */
  readonly owner?: Hex
  /** `recipient` of swap, collect, flash, collectProtocol. */
  readonly recipient?: Hex
}

export interface InitializeEvent extends EventPlace, EventOrigin {
  readonly kind: 'initialize'
  readonly sqrtPriceX96: bigint
  readonly tick: number
}

/** Amounts are signed from the pool's side: positive = paid in, fee included. */
export interface SwapEvent extends EventPlace, EventOrigin {
  readonly kind: 'swap'
  readonly amount0: bigint
  readonly amount1: bigint
  /** Price after the swap. */
  readonly sqrtPriceX96: bigint
  /** In-range liquidity after the swap. */
  readonly liquidity: bigint
  /** Tick after the swap. */
  readonly tick: number
}

export interface MintEvent extends EventPlace, EventOrigin {
  readonly kind: 'mint'
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  readonly amount0: bigint
  readonly amount1: bigint
}

/** Liquidity 0 is a fee poke. */
export interface BurnEvent extends EventPlace, EventOrigin {
  readonly kind: 'burn'
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  readonly amount0: bigint
  readonly amount1: bigint
}

export interface CollectEvent extends EventPlace, EventOrigin {
  readonly kind: 'collect'
  readonly tickLower: number
  readonly tickUpper: number
  readonly amount0: bigint
  readonly amount1: bigint
}

/** `paid` is what came in above the loan: it goes to fee growth (less protocol fee). */
export interface FlashEvent extends EventPlace, EventOrigin {
  readonly kind: 'flash'
  readonly amount0: bigint
  readonly amount1: bigint
  readonly paid0: bigint
  readonly paid1: bigint
}

export interface SetFeeProtocolEvent extends EventPlace, EventOrigin {
  readonly kind: 'setFeeProtocol'
  readonly feeProtocol0Old: number
  readonly feeProtocol1Old: number
  readonly feeProtocol0New: number
  readonly feeProtocol1New: number
}

export interface CollectProtocolEvent extends EventPlace, EventOrigin {
  readonly kind: 'collectProtocol'
  readonly amount0: bigint
  readonly amount1: bigint
}

export interface IncreaseObservationCardinalityNextEvent extends EventPlace, EventOrigin {
  readonly kind: 'increaseObservationCardinalityNext'
  readonly observationCardinalityNextOld: number
  readonly observationCardinalityNextNew: number
}

export type PoolEvent =
  | InitializeEvent
  | SwapEvent
  | MintEvent
  | BurnEvent
  | CollectEvent
  | FlashEvent
  | SetFeeProtocolEvent
  | CollectProtocolEvent
  | IncreaseObservationCardinalityNextEvent
