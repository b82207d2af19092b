import type { BacktestResult } from '@tickwise/backtest'
import type { Provenance } from './document/provenance.ts'
import type { ReportDocument, Section } from './document/report-document.ts'
import { factsOf } from './document/run-facts.ts'
import { formatMoment } from './format/time.ts'
import { attributionSection } from './sections/attribution.ts'
import { costSection } from './sections/costs.ts'
import { drawdownSection } from './sections/drawdowns.ts'
import { equitySection } from './sections/equity.ts'
import { feesAndLvrSection } from './sections/fees-and-lvr.ts'
import { forecastSection } from './sections/forecasts.ts'
import { headline, keyFigures } from './sections/headline.ts'
import { metricSection } from './sections/metrics.ts'
import { monthSection } from './sections/months.ts'
import { caveatSection, originSection, SIMULATED } from './sections/origin.ts'
import { overfittingSection } from './sections/overfitting.ts'
import { rangesSection } from './sections/ranges.ts'

/**
 * A run as a report: what happened in words, charts with tables that say the same, where the money came
 * from, how much may be luck, and how to make it again. A pure function: the same run, the same report.
 *
 * @example
 * renderHtml(buildReport(result, { commands: ['npx tickwise backtest …'] }))
 */
export function buildReport(result: BacktestResult, provenance: Provenance): ReportDocument {
  const facts = factsOf(result)
  const { settings, strategy, dataset } = result
  const sections: readonly (Section | undefined)[] = [
    equitySection(facts),
    rangesSection(facts),
    attributionSection(facts),
    feesAndLvrSection(facts),
    drawdownSection(facts),
    monthSection(facts),
    costSection(facts),
    forecastSection(result, provenance),
    overfittingSection(facts, provenance.search),
    caveatSection(facts),
    metricSection(facts),
    originSection(facts, provenance),
  ]
  return {
    title: `${strategy.name} on ${facts.pair}`,
    subtitle: `Backtest of ${formatMoment(settings.from)} to ${formatMoment(settings.to)} UTC, run ${result.runId}`,
    ...(dataset.simulated ? { warning: SIMULATED } : {}),
    headline: headline(facts),
    figures: keyFigures(facts),
    sections: sections.filter((section) => section !== undefined),
    colophon: `Made by Tickwise, engine ${result.engine}. Run ${result.runId} on dataset ${dataset.root}.`,
  }
}
