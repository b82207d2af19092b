import type { EventKind, EventOrigin, EventPlace, PoolEvent } from '@tickwise/amm'

/** Width in bytes of the wide fields in the canonical encoding; amounts are signed. */
export const wideFields = {
  sqrtPriceX96: 20,
  liquidity: 16,
  amount0: 24,
  amount1: 24,
  paid0: 24,
  paid1: 24,
} as const

/** Fields that fit a signed 32-bit integer. */
export const smallFields = [
  'tick',
  'tickLower',
  'tickUpper',
  'feeProtocol0Old',
  'feeProtocol1Old',
  'feeProtocol0New',
  'feeProtocol1New',
  'observationCardinalityNextOld',
  'observationCardinalityNextNew',
] as const

export type WideField = keyof typeof wideFields
export type SmallField = (typeof smallFields)[number]

export const wideFieldNames = Object.keys(wideFields) as readonly WideField[]

/** Which fields each kind has, in the order of the canonical encoding. */
export const fieldsOfKind = {
  initialize: { wide: ['sqrtPriceX96'], small: ['tick'] },
  swap: { wide: ['amount0', 'amount1', 'sqrtPriceX96', 'liquidity'], small: ['tick'] },
  mint: { wide: ['liquidity', 'amount0', 'amount1'], small: ['tickLower', 'tickUpper'] },
  burn: { wide: ['liquidity', 'amount0', 'amount1'], small: ['tickLower', 'tickUpper'] },
  collect: { wide: ['amount0', 'amount1'], small: ['tickLower', 'tickUpper'] },
  flash: { wide: ['amount0', 'amount1', 'paid0', 'paid1'], small: [] },
  setFeeProtocol: {
    wide: [],
    small: ['feeProtocol0Old', 'feeProtocol1Old', 'feeProtocol0New', 'feeProtocol1New'],
  },
  collectProtocol: { wide: ['amount0', 'amount1'], small: [] },
  increaseObservationCardinalityNext: {
    wide: [],
    small: ['observationCardinalityNextOld', 'observationCardinalityNextNew'],
  },
} as const satisfies Record<
  EventKind,
  { readonly wide: readonly WideField[]; readonly small: readonly SmallField[] }
>

/** Any event seen as one record with all fields optional: for code that treats kinds alike. */
export type FlatEvent = EventPlace &
  EventOrigin & { readonly kind: EventKind } & { readonly [F in WideField]?: bigint } & {
    readonly [F in SmallField]?: number
  }

/** Reads the fields of one event from a row; throws where a field is absent. */
export interface FieldReader {
  wide(field: WideField): bigint
  small(field: SmallField): number
}

/** Puts an event together from its kind, its place and a reader of its fields. */
export const makeEvent = (
  kind: EventKind,
  base: EventPlace & EventOrigin,
  from: FieldReader,
): PoolEvent => {
  switch (kind) {
    case 'initialize':
      return { kind, ...base, sqrtPriceX96: from.wide('sqrtPriceX96'), tick: from.small('tick') }
    case 'swap':
      return {
        kind,
        ...base,
        amount0: from.wide('amount0'),
        amount1: from.wide('amount1'),
        sqrtPriceX96: from.wide('sqrtPriceX96'),
        liquidity: from.wide('liquidity'),
        tick: from.small('tick'),
      }
    case 'mint':
    case 'burn':
      return {
        kind,
        ...base,
        tickLower: from.small('tickLower'),
        tickUpper: from.small('tickUpper'),
        liquidity: from.wide('liquidity'),
        amount0: from.wide('amount0'),
        amount1: from.wide('amount1'),
      }
    case 'collect':
      return {
        kind,
        ...base,
        tickLower: from.small('tickLower'),
        tickUpper: from.small('tickUpper'),
        amount0: from.wide('amount0'),
        amount1: from.wide('amount1'),
      }
    case 'flash':
      return {
        kind,
        ...base,
        amount0: from.wide('amount0'),
        amount1: from.wide('amount1'),
        paid0: from.wide('paid0'),
        paid1: from.wide('paid1'),
      }
    case 'setFeeProtocol':
      return {
        kind,
        ...base,
        feeProtocol0Old: from.small('feeProtocol0Old'),
        feeProtocol1Old: from.small('feeProtocol1Old'),
        feeProtocol0New: from.small('feeProtocol0New'),
        feeProtocol1New: from.small('feeProtocol1New'),
      }
    case 'collectProtocol':
      return { kind, ...base, amount0: from.wide('amount0'), amount1: from.wide('amount1') }
    case 'increaseObservationCardinalityNext':
      return {
        kind,
        ...base,
        observationCardinalityNextOld: from.small('observationCardinalityNextOld'),
        observationCardinalityNextNew: from.small('observationCardinalityNextNew'),
      }
  }
}
