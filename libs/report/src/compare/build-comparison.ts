import { UserError } from '@tickwise/amm'
import type { KeyFigure, ReportDocument, Section } from '../document/report-document.ts'
import { tellChange } from '../format/amount.ts'
import { formatChange, listed } from '../format/number.ts'
import { formatMoment, formatSpan } from '../format/time.ts'
import { SIMULATED } from '../sections/origin.ts'
import {
  attributionsSection,
  fallSection,
  gainSection,
  inputsSection,
  metricsSection,
} from './compare-sections.ts'
import { nameRuns, type ComparedRun, type RunToCompare } from './compared-run.ts'

/** Runs that one comparison can hold: more lines than this cannot be told apart. */
const MOST_RUNS = 4

/**
 * Two to four runs beside each other: gains over one another, metrics and their differences, what each was
 * told that others were not.
 *
 * @throws UserError `E_COMPARE_COUNT`
 * @example
 * renderHtml(buildComparison([{ result: a, provenance }, { result: b, provenance }]))
 */
export function buildComparison(runs: readonly RunToCompare[]): ReportDocument {
  if (runs.length < 2 || runs.length > MOST_RUNS) {
    throw new UserError('E_COMPARE_COUNT', `${runs.length} runs cannot be compared`, {
      hint: `give two to ${MOST_RUNS} runs`,
    })
  }
  const compared = nameRuns(runs)
  const [first] = compared as readonly [ComparedRun, ...ComparedRun[]]
  const simulated = compared.filter(({ result }) => result.dataset.simulated)
  return {
    title: `${listed(compared.map(({ name }) => name))} compared`,
    subtitle: `Backtests, from ${formatMoment(first.result.settings.from)} to ${formatMoment(first.result.settings.to)} UTC for ${first.name}`,
    ...(simulated.length === 0
      ? {}
      : {
          warning:
            simulated.length === compared.length
              ? SIMULATED
              : `${SIMULATED} This is so for ${listed(simulated.map(({ name }) => name))}.`,
        }),
    headline: [ranking(compared), ...cautions(compared)],
    figures: compared.map(figureOf),
    sections: [
      gainSection(compared),
      metricsSection(compared),
      attributionsSection(compared),
      fallSection(compared),
      inputsSection(compared),
      originSection(compared),
    ],
    colophon: `Made by Tickwise, engine ${first.result.engine}. Runs ${listed(compared.map(({ result }) => result.runId))}.`,
  }
}

function ranking(runs: readonly ComparedRun[]): string {
  const ranked = runs.toSorted(
    (a, b) => (b.result.metrics.totalReturn ?? -1) - (a.result.metrics.totalReturn ?? -1),
  )
  const [best, ...rest] = ranked.map(
    ({ name, result }) => `${name} with ${formatChange(result.metrics.totalReturn)}`,
  )
  return `The highest return is that of ${best ?? ''}, before ${listed(rest)}.`
}

/** What makes the runs less than comparable. */
function cautions(runs: readonly ComparedRun[]): readonly string[] {
  const differ = (pick: (run: ComparedRun) => string | number): boolean =>
    new Set(runs.map(pick)).size > 1
  const unlike = [
    differ(({ result }) => result.dataset.root) && 'datasets',
    differ(({ result: { settings } }) => `${settings.from} ${settings.to}`) && 'windows of time',
    differ(({ facts }) => facts.money.symbol) && 'assets in which they are told',
    differ(({ result }) => result.settings.impact) && 'models of their own impact',
    differ(({ result: { settings } }) => `${settings.capital0} ${settings.capital1}`) &&
      'start capitals',
    differ(({ result }) => result.engine) && 'engines',
  ].filter((word) => word !== false)
  return [
    ...(unlike.length === 0
      ? ['They ran over the same data with the same capital and costs.']
      : [`Compare with care: the runs have different ${listed(unlike)}.`]),
    `The best of ${runs.length} runs looks better than it is: each run that is looked at is a trial.`,
  ]
}

function figureOf({ name, result, facts }: ComparedRun): KeyFigure {
  return {
    label: name,
    value: formatChange(result.metrics.totalReturn),
    detail: `${tellChange(facts.change, facts.money)} in ${formatSpan(result.settings.to - result.settings.from)}`,
  }
}

function originSection(runs: readonly ComparedRun[]): Section {
  return {
    id: 'origin',
    title: 'How to repeat them',
    blocks: runs.flatMap(({ name, result, provenance }) => [
      {
        kind: 'text' as const,
        text: `${name} is run ${result.runId}${provenance.dataset === undefined ? '' : ` on ${provenance.dataset.path}`}, dataset root ${result.dataset.root}.`,
      },
      ...(provenance.commands.length === 0
        ? []
        : [{ kind: 'command' as const, lines: provenance.commands }]),
    ]),
  }
}
