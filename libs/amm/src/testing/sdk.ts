import { createRequire } from 'node:module'
import type * as SdkCore from '@uniswap/sdk-core'
import type * as Sdk from '@uniswap/v3-sdk'
import fc from 'fast-check'
import { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK } from '../tick-math.ts'

// The SDK's ES-module build has imports that Node does not resolve.
const require = createRequire(import.meta.url)
export const sdk = require('@uniswap/v3-sdk') as typeof Sdk
export const sdkCore = require('@uniswap/sdk-core') as typeof SdkCore

/** The SDK's big integer. */
export type Jsbi = Sdk.Pool['liquidity']

const jsbi = require('jsbi') as { BigInt(digits: string): Jsbi }

export function toJsbi(value: bigint): Jsbi {
  return jsbi.BigInt(String(value))
}

export function fromJsbi(value: Jsbi): bigint {
  return BigInt(String(value))
}

/** 0 to 2^bits − 1, every order of magnitude alike. */
export function magnitude(bits: number): fc.Arbitrary<bigint> {
  return fc
    .integer({ min: 1, max: bits })
    .chain((size) => fc.bigInt({ min: 0n, max: (1n << BigInt(size)) - 1n }))
}

/** 1 to 2^bits. */
export function positiveMagnitude(bits: number): fc.Arbitrary<bigint> {
  return magnitude(bits).map((value) => value + 1n)
}

export const anyTick = fc.integer({ min: MIN_TICK, max: MAX_TICK })

/** Every order of magnitude of the price alike. */
export const anyPrice = positiveMagnitude(160).map((price) => {
  if (price < MIN_SQRT_RATIO) return MIN_SQRT_RATIO + price
  return price >= MAX_SQRT_RATIO ? MAX_SQRT_RATIO - 1n : price
})

export const anyFee = fc.constantFrom(100, 500, 3000, 10_000)
