export { askPassword, canAsk, confirm } from './ask.ts'
export {
  runCommand,
  type CommandContext,
  type CommandResult,
  type CommonOptions,
} from './command.ts'
export { barChart, lineChart, minMaxBuckets, sparkline } from './chart.ts'
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
