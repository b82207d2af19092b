import { z } from 'zod'
import { hold as holdDecision } from '../decision.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'

/** Keeps the start holdings outside the pool: the baseline every other strategy has to beat. */
export const hold = defineStrategy({
  name: 'hold',
  title: 'keeps both tokens outside the pool',
  parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0,
  decide: () => holdDecision('never provides liquidity'),
})
