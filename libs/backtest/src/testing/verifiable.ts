import {
  buildFeeGrowthIndex,
  encodeEvents,
  type FeeGrowthIndex,
  type PoolSpec,
  type StartState,
} from '@tickwise/amm'
import type { Dataset } from '@tickwise/market'
import type { RealDay } from './real-days.ts'

type OpenedDay = Pick<Dataset, 'columns' | 'spec' | 'startState' | 'positionEvents' | 'index'>

/** Events as the part of an opened dataset that position checks read. */
export function verifiable(day: RealDay, spec: PoolSpec, startState: StartState): OpenedDay {
  const columns = encodeEvents(day.events)
  const { positionEvents } = day
  let index: FeeGrowthIndex | undefined
  return {
    columns,
    spec,
    startState,
    positionEvents,
    index: () => (index ??= buildFeeGrowthIndex(columns, spec, startState)),
  }
}
