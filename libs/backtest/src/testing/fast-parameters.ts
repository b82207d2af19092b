import type { ParameterValue } from '@tickwise/strategies'

const shortMemory: Readonly<Record<string, ParameterValue>> = { lookbackEpochs: 4 }

/** Parameters with which a built-in strategy acts often within a market of some hours. */
export function fastParameters(strategy: string): Readonly<Record<string, ParameterValue>> {
  switch (strategy) {
    case 'volatility-band':
    case 'trend-skew':
      return { ...shortMemory, recentreBps: 2000 }
    case 'fee-lvr':
      return { ...shortMemory, horizonEpochs: 2, seasonEpochs: 2, seasons: 2, hysteresisBps: 1 }
    default:
      return {}
  }
}
