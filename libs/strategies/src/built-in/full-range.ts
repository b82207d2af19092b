import { maxUsableTick, minUsableTick } from '@tickwise/amm'
import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'

/** All usable ticks, placed once: a Uniswap v2 position. */
export const fullRange = defineStrategy({
  name: 'full-range',
  title: 'one position over all prices, placed once',
  parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0,
  decide: (view, vault) =>
    vault.positions.length > 0
      ? hold('placed')
      : {
          kind: 'rebalance',
          swap: 'to-ratio',
          ranges: [
            {
              tickLower: minUsableTick(view.spec.tickSpacing),
              tickUpper: maxUsableTick(view.spec.tickSpacing),
              weightBps: ALL_BPS,
            },
          ],
          reason: 'first placement',
        },
})
