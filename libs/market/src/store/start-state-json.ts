import type { StartState } from '@tickwise/amm'
import { z } from 'zod'

const integer = z
  .string()
  .regex(/^-?\d+$/, 'decimal integer in quotes')
  .transform(BigInt)
const tick = z.number().int()

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fresh') }),
  z.object({
    kind: z.literal('chain'),
    blockNumber: z.number().int(),
    sqrtPriceX96: integer,
    tick,
    liquidity: integer,
    feeProtocol: z.number().int(),
    feeGrowthGlobal0X128: integer,
    feeGrowthGlobal1X128: integer,
    ticks: z.array(
      z.object({
        tick,
        liquidityGross: integer,
        liquidityNet: integer,
        feeGrowthOutside0X128: integer,
        feeGrowthOutside1X128: integer,
      }),
    ),
    tickRange: z.object({ lower: tick, upper: tick }).optional(),
  }),
  z.object({
    kind: z.literal('derived'),
    sqrtPriceX96: integer.optional(),
    tick: tick.optional(),
    feeProtocol: z.number().int(),
    intervals: z.array(z.object({ tickLower: tick, tickUpper: tick, liquidity: integer })),
  }),
])

/** Only the keys of the schema, in its order: one state has one spelling. */
const ordered = (state: StartState): unknown => {
  switch (state.kind) {
    case 'fresh':
      return { kind: state.kind }
    case 'chain':
      return {
        kind: state.kind,
        blockNumber: state.blockNumber,
        sqrtPriceX96: state.sqrtPriceX96,
        tick: state.tick,
        liquidity: state.liquidity,
        feeProtocol: state.feeProtocol,
        feeGrowthGlobal0X128: state.feeGrowthGlobal0X128,
        feeGrowthGlobal1X128: state.feeGrowthGlobal1X128,
        ticks: state.ticks.map((record) => ({
          tick: record.tick,
          liquidityGross: record.liquidityGross,
          liquidityNet: record.liquidityNet,
          feeGrowthOutside0X128: record.feeGrowthOutside0X128,
          feeGrowthOutside1X128: record.feeGrowthOutside1X128,
        })),
        tickRange: state.tickRange && {
          lower: state.tickRange.lower,
          upper: state.tickRange.upper,
        },
      }
    case 'derived':
      return {
        kind: state.kind,
        sqrtPriceX96: state.sqrtPriceX96,
        tick: state.tick,
        feeProtocol: state.feeProtocol,
        intervals: state.intervals.map(({ tickLower, tickUpper, liquidity }) => ({
          tickLower,
          tickUpper,
          liquidity,
        })),
      }
  }
}

/** Canonical JSON of a start state: integers beyond 32 bits as decimal text, fixed key order. */
export const startStateToJson = (state: StartState): string =>
  JSON.stringify(ordered(state), (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )

type Parsed = z.output<typeof schema>

const withoutUndefined = (state: Parsed): StartState => {
  switch (state.kind) {
    case 'fresh':
      return state
    case 'chain': {
      const { tickRange, ...rest } = state
      return tickRange === undefined ? rest : { ...rest, tickRange }
    }
    case 'derived': {
      const { sqrtPriceX96, tick: startTick, ...rest } = state
      return {
        ...rest,
        ...(sqrtPriceX96 === undefined ? {} : { sqrtPriceX96 }),
        ...(startTick === undefined ? {} : { tick: startTick }),
      }
    }
  }
}

/** Reads what {@link startStateToJson} wrote; throws a ZodError on anything else. */
export const startStateFromJson = (text: string): StartState =>
  withoutUndefined(schema.parse(JSON.parse(text)))
