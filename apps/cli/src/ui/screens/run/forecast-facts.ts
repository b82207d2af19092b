import { counted, formatNumber, formatPercent } from '@tickwise/terminal'
import type { Fact } from '../../parts/facts.tsx'
import type { RunDetail } from '../../services/ui-services.ts'

/** What came of the forecasts that a run asked for, and how good their models were on data they had not seen. */
export function forecastFacts({ file, scores = [] }: RunDetail): readonly Fact[] {
  const forecasts = file?.result.forecasts
  if (forecasts === undefined) return [['forecasts', 'the strategy asks for none']]
  const share = (part: number, whole: number): string =>
    whole === 0 ? '' : ` (${formatPercent(part / whole, 0).replace('+', '')})`
  return [
    ['made by', forecasts.forecaster?.name ?? 'nobody: it decided by its built-in rule'],
    ...forecasts.requests.flatMap(({ request, asked, answered, proven }): readonly Fact[] => [
      ['asked for', `${request.target}, ${counted(request.horizonEpochs, 'epoch')} ahead`],
      ['answered', `${answered} of ${asked}${share(answered, asked)}`],
      ['by proven models', `${proven}${share(proven, answered)}`],
    ]),
    ...scores.flatMap(({ model, scores: figures, comparison }): readonly Fact[] => [
      [model, comparison],
      ...Object.entries(figures).map(([name, value]): Fact => [name, formatNumber(value, 4)]),
    ]),
  ]
}
