import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { counted, NOTHING } from '../format/number.ts'
import { formatSpan } from '../format/time.ts'
import { metricRows } from './metric-rows.ts'

/** Every metric of the run. */
export function metricSection({ result }: RunFacts): Section {
  const { intervalSeconds, returnCount } = result.metrics
  return {
    id: 'metrics',
    title: 'All metrics',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Metrics',
          columns: [{ title: 'metric' }, { title: 'value', align: 'right' }],
          rows: metricRows.map(({ name, told }) => [name, told(result)]),
        },
      },
      {
        kind: 'text',
        text: `Volatility, ratios and tail losses come from ${counted(returnCount, 'return')} of ${formatSpan(intervalSeconds)} each; yearly figures scale them to 365 days. “${NOTHING}” stands where the data say nothing.`,
      },
    ],
  }
}
