export { buildReport } from './build-report.ts'
export type { ForecastScores, Provenance, Search } from './document/provenance.ts'
export type {
  Block,
  KeyFigure,
  ReportDocument,
  Section,
  Table,
  TableColumn,
} from './document/report-document.ts'
export { renderHtml } from './html/render-html.ts'
export { renderMarkdown, type MarkdownOptions } from './markdown/render-markdown.ts'
export type { Chart, LegendEntry } from './charts/chart.ts'
export { chartSizes, type ChartSize } from './svg/frame.ts'
export { standaloneSvg } from './svg/standalone.ts'
export { buildComparison } from './compare/build-comparison.ts'
export type { RunToCompare } from './compare/compared-run.ts'
export { benchmarkNames } from './document/run-facts.ts'
export { termNames } from './sections/attribution.ts'
export { metricRows, type MetricRow } from './sections/metric-rows.ts'
