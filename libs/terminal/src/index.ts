export { askPassword, canAsk, confirm } from './ask.ts'
export {
  runCommand,
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  type Invocation,
} from './command.ts'
export type { ChartBand } from './charts/band.ts'
export { barChart, type Bar } from './charts/bar-chart.ts'
export {
  columnExtents,
  minMaxBuckets,
  type Bucket,
  type ChartPoint,
  type ColumnExtent,
} from './charts/columns.ts'
export { heatMap, type HeatMap, type HeatMapOptions } from './charts/heat-map.ts'
export { lineChart, type ChartSeries, type LineChartOptions } from './charts/line-chart.ts'
export { plainLook, unicodeWanted, type ChartLook } from './charts/look.ts'
export { sparkline } from './charts/sparkline.ts'
export { compactNumber, niceTicks, tickLabels, timeTicks, type TimeTick } from './charts/ticks.ts'
export { createEventStream, type EventConsumer, type EventStream } from './events/event-stream.ts'
export { jsonlWriter, readEvents, type EventSource } from './events/jsonl.ts'
export { EVENTS_SCHEMA } from './events/version.ts'
export type { CommandEvent, EventBody, EventOf, EventType } from './events/schema.ts'
export { describeError, renderError, type ErrorReport } from './errors.ts'
export { foldLines } from './fold.ts'
export {
  counted,
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  formatShare,
  formatTime,
  formatUnits,
} from './format.ts'
export { toJson } from './json.ts'
export {
  parseAmount,
  parseBigInteger,
  parseInteger,
  parseNumber,
  parsePositive,
  parseTickRange,
  parseTime,
  parseTimes,
} from './parse.ts'
export {
  createProgress,
  describeProgress,
  type ProgressReport,
  type ProgressSink,
} from './progress.ts'
export { colourWanted, createStyler, type StyleName, type Styler } from './style.ts'
export { renderFacts, renderTable, type Column } from './table.ts'
