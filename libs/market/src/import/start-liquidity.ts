import { UserError } from '@tickwise/amm'
import type { LiquidityInterval, StartState } from '@tickwise/amm'
import { exactInteger, smallInteger } from './cell-values.ts'
import { csvRows } from './csv.ts'

/** Intervals of a `tick_lower, tick_upper, active_liquidity` file. */
export const readStartLiquidity = async (file: string): Promise<readonly LiquidityInterval[]> => {
  const intervals: LiquidityInterval[] = []
  for await (const row of csvRows(file, ['tick_lower', 'tick_upper', 'active_liquidity']))
    intervals.push({
      tickLower: smallInteger(row, 'tick_lower', row.cell('tick_lower')),
      tickUpper: smallInteger(row, 'tick_upper', row.cell('tick_upper')),
      liquidity: exactInteger(row, 'active_liquidity', row.cell('active_liquidity')),
    })
  return intervals
}

/**
 * Compares a start state derived from the events with one that came beside them.
 *
 * @throws UserError E_START_STATE at the first interval that both know and that differs
 */
export const compareStart = (
  start: StartState,
  given: readonly LiquidityInterval[],
  file: string,
): void => {
  if (start.kind !== 'derived') return
  const derived = new Map(start.intervals.map((interval) => [interval.tickLower, interval]))
  for (const { tickLower, liquidity } of given) {
    const own = derived.get(tickLower)
    if (own === undefined || own.liquidity === liquidity) continue
    throw new UserError(
      'E_START_STATE',
      `${file} gives liquidity ${liquidity} from tick ${tickLower}, the events give ${own.liquidity}`,
      {
        hint: 'file and events do not start at the same place: remove the file or take the right one',
        facts: { file, tickLower },
      },
    )
  }
}
