import { deflatedSharpe, expectedMaximumSharpe, type TrackRecord } from '@tickwise/backtest'
import type { Search } from '../document/provenance.ts'
import type { Section } from '../document/report-document.ts'
import type { RunFacts } from '../document/run-facts.ts'
import { counted, formatFixed, formatProbability, formatShare } from '../format/number.ts'
import { formatSpan } from '../format/time.ts'
import { shortestConvincingRecord, trackRecord } from './track-record.ts'

const YEAR = 365 * 86_400

/** Numbers of trials that the table goes through when the real one is not known. */
const supposedTrials = [1, 10, 100, 1000]

/**
 * How much of the Sharpe ratio may be luck, by what is known of the search, and what is not known.
 *
 * Source: Bailey & López de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40(5), 2014.
 */
export function overfittingSection({ result }: RunFacts, search: Search | undefined): Section {
  const record = trackRecord(result)
  return {
    id: 'overfitting',
    title: 'Skill or luck',
    blocks:
      record === undefined
        ? [
            {
              kind: 'text',
              text: 'The run has too few returns, or returns that do not vary: there is no Sharpe ratio, and nothing to test.',
            },
          ]
        : [
            { kind: 'text', text: recordWords(record, result.metrics.intervalSeconds) },
            { kind: 'table', table: deflatedTable(record, result.metrics.intervalSeconds, search) },
            { kind: 'notes', notes: unknowns(search) },
          ],
  }
}

function recordWords(record: TrackRecord, intervalSeconds: number): string {
  const annual = record.sharpe * Math.sqrt(YEAR / intervalSeconds)
  const needed = shortestConvincingRecord(record)
  const verdict =
    needed === undefined
      ? 'It is not above 0: there is no skill to be tested for.'
      : record.observations >= needed
        ? 'The record is long enough for a Sharpe ratio of this size to be above 0 with 95 % probability, had nothing else been tried.'
        : `A record with a Sharpe ratio of this size is convincing (95 %) after about ${formatSpan(Math.ceil(needed) * intervalSeconds)}; this one lasts ${formatSpan(record.observations * intervalSeconds)}.`
  return `The Sharpe ratio is ${formatFixed(annual)} a year, from ${counted(record.observations, 'return')} of ${formatSpan(intervalSeconds)} each (skewness ${formatFixed(record.skewness)}, kurtosis ${formatFixed(record.kurtosis)}). ${verdict}`
}

function deflatedTable(record: TrackRecord, intervalSeconds: number, search: Search | undefined) {
  const trials =
    search === undefined ? supposedTrials : [...new Set([1, search.trials])].sort((a, b) => a - b)
  // Without skill, and with nothing else known, an estimated Sharpe ratio varies by 1 / (n − 1).
  const sharpeVariance = search?.sharpeVariance ?? 1 / Math.max(1, record.observations - 1)
  const root = Math.sqrt(YEAR / intervalSeconds)
  return {
    caption: 'Probability of skill by the number of variants tried',
    columns: [
      { title: search === undefined ? 'if it is the best of' : 'best of' },
      { title: 'luck alone gives a Sharpe of', align: 'right' as const },
      { title: 'probability of skill', align: 'right' as const },
    ],
    rows: trials.map((count) => [
      counted(count, 'variant'),
      formatFixed(expectedMaximumSharpe(count, sharpeVariance) * root),
      formatProbability(deflatedSharpe(record, { trials: count, sharpeVariance })),
    ]),
  }
}

function unknowns(search: Search | undefined): readonly string[] {
  const spread =
    'The Sharpe ratios of the other variants are not known; the table takes them as independent and without skill.'
  const pbo = search?.overfitProbability
  return [
    search === undefined
      ? 'How many variants were tried before this one is not known: a single run cannot tell. Read the row that is true; every look at a result counts.'
      : `${counted(search.trials, 'variant')} ${search.trials === 1 ? 'was' : 'were'} tried, ${search.source}. Variants that were tried elsewhere are not counted.`,
    ...(search?.sharpeVariance === undefined ? [spread] : []),
    pbo === undefined
      ? 'The probability of backtest overfitting (PBO) is not known: it takes the returns of all variants of a sweep.'
      : `Probability of backtest overfitting (PBO): ${formatShare(pbo, 1)}, the share of splits in which the best variant of one half is below the median of the other.`,
    'Whether the parameters were chosen on these same data is not known. If they were, the result says how well they fit, not how well they will do.',
  ]
}
