export * from './errors.ts'
export * from './events.ts'
export * from './event-columns.ts'
export * from './full-math.ts'
export * from './tick-math.ts'
export * from './sqrt-price-math.ts'
export * from './swap-math.ts'
export * from './liquidity-math.ts'
export * from './columns-encode.ts'
export {
  amount0At,
  amount1At,
  eventAt,
  eventKindAt,
  liquidityAt,
  rowCountAtBlock,
  rowCountAtTime,
  sqrtPriceAt,
} from './columns-read.ts'
