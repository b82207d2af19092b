import type { MarketData } from '../market/market-data.ts'
import type { Venue } from '../venue/venue.ts'
import type { EngineOutcome } from './engine.ts'
import type { ResultCapacity } from './result.ts'
import type { ResolvedSettings, RunSettings } from './settings.ts'

/** What makes a result less than exact, in sentences for its reader. */
export function runWarnings(
  market: MarketData,
  given: RunSettings,
  resolved: ResolvedSettings,
  outcome: EngineOutcome,
  venue: Venue,
  capacity: ResultCapacity,
): string[] {
  const warnings: string[] = []
  if (market.simulated) warnings.push('the market is simulated: no chain has seen these trades')
  if ((given.from ?? resolved.from) < resolved.from || (given.to ?? resolved.to) > resolved.to) {
    warnings.push('the window asked for reaches beyond the data: the run covers what there is')
  }
  if (given.gasPriceWei === undefined && typeof resolved.gasPriceWei === 'bigint') {
    const gwei = Number(resolved.gasPriceWei) / 1e9
    warnings.push(
      resolved.native === undefined && resolved.nativePrice === undefined
        ? 'gas is not counted: neither token pays for it on this chain, and no price of the one that does was given (--native-price)'
        : `no gas price was given: ${gwei} gwei is assumed throughout`,
    )
  }
  if (resolved.nativePrice !== undefined) {
    warnings.push('the native token has one price throughout: it is not in the pool')
  }
  if (outcome.partialSwaps > 0) {
    warnings.push(
      `${outcome.partialSwaps} own swaps were filled in part: the data show no liquidity further away`,
    )
  }
  if (capacity.maxDisplacementTicks > 0) {
    warnings.push(
      `the pool strayed up to ${capacity.maxDisplacementTicks} ticks from the recorded price: orders are sent again as they were, nobody arbitrages the difference away`,
    )
  }
  const failed = outcome.actions.filter(({ kind }) => kind === 'failed').length
  if (failed > 0) warnings.push(`${failed} rebalances failed as drawn and cost gas`)
  const refused = outcome.actions.filter((action) => action.kind === 'refused').length
  if (refused > 0) warnings.push(`${refused} times the vault's guards refused a rebalance`)
  if (outcome.decisions.length === 0) {
    warnings.push('no decision was taken: the window is shorter than one epoch after the warm-up')
  }
  return [...warnings, ...venue.warnings()]
}
