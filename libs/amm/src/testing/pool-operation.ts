import { UserError } from '../errors.ts'
import type { ExactPool } from '../pool.ts'

export interface Range {
  readonly owner: `0x${string}`
  readonly tickLower: number
  readonly tickUpper: number
}

/** A call of the pool, with every argument that the contract takes. */
export type PoolOperation =
  | { readonly kind: 'initialize'; readonly sqrtPriceX96: bigint }
  | {
      readonly kind: 'swap'
      readonly zeroForOne: boolean
      readonly amountSpecified: bigint
      readonly sqrtPriceLimitX96: bigint
    }
  | ({ readonly kind: 'mint' | 'burn'; readonly liquidity: bigint } & Range)
  | ({ readonly kind: 'collect'; readonly amount0: bigint; readonly amount1: bigint } & Range)
  | {
      readonly kind: 'flash'
      readonly amount0: bigint
      readonly amount1: bigint
      /** Paid above loan and fee; negative pays too little. */
      readonly extra0: bigint
      readonly extra1: bigint
    }
  | { readonly kind: 'setFeeProtocol'; readonly share0: number; readonly share1: number }
  | { readonly kind: 'collectProtocol'; readonly amount0: bigint; readonly amount1: bigint }
  | { readonly kind: 'increaseObservationCardinalityNext'; readonly next: number }

/** What a call did: the numbers of its event, or the contract's reason for refusing it. */
export type Outcome = { readonly values: readonly bigint[] } | { readonly revert: string }

/** Runs the operation in the exact pool. Errors other than modelled reverts pass through. */
export function applyToModel(pool: ExactPool, operation: PoolOperation, time: number): Outcome {
  return outcomeOf(() => eventValues(pool, operation, time))
}

/** Values of a call, or its revert reason. */
export function outcomeOf(call: () => readonly bigint[]): Outcome {
  try {
    return { values: call() }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { revert: String(error.facts['reason']) }
  }
}

function eventValues(pool: ExactPool, operation: PoolOperation, time: number): readonly bigint[] {
  switch (operation.kind) {
    case 'initialize': {
      const { tick } = pool.initialize(operation.sqrtPriceX96, time)
      return [operation.sqrtPriceX96, BigInt(tick)]
    }
    case 'swap': {
      const { amount0, amount1, sqrtPriceX96, liquidity, tick } = pool.swap(operation, time)
      return [amount0, amount1, sqrtPriceX96, liquidity, BigInt(tick)]
    }
    case 'mint':
    case 'burn': {
      const { amount0, amount1 } = pool[operation.kind](operation, time)
      return [operation.liquidity, amount0, amount1]
    }
    case 'collect': {
      const { amount0, amount1 } = pool.collect(operation)
      return [amount0, amount1]
    }
    case 'flash': {
      const { amount0, amount1 } = operation
      const paid0 = feeUp(amount0, pool.spec.fee) + operation.extra0
      const paid1 = feeUp(amount1, pool.spec.fee) + operation.extra1
      pool.flash({ amount0, amount1, paid0, paid1 })
      return [amount0, amount1, paid0, paid1]
    }
    case 'setFeeProtocol': {
      const change = pool.setFeeProtocol(operation.share0, operation.share1)
      const before = [change.feeProtocol0Old, change.feeProtocol1Old]
      return [...before, change.feeProtocol0New, change.feeProtocol1New].map(BigInt)
    }
    case 'collectProtocol': {
      const { amount0, amount1 } = pool.collectProtocol(operation)
      return [amount0, amount1]
    }
    case 'increaseObservationCardinalityNext': {
      const change = pool.increaseObservationCardinalityNext(operation.next)
      const before = change.observationCardinalityNextOld
      const after = change.observationCardinalityNextNew
      // The contract keeps silent when nothing changes.
      return before === after ? [] : [BigInt(before), BigInt(after)]
    }
  }
}

function feeUp(amount: bigint, fee: number): bigint {
  return (amount * BigInt(fee) + 999_999n) / 1_000_000n
}
