import { hasEarnedItsPlace } from './card.ts'
import type { ModelCard } from './card.ts'

/** A titled table of a card; the first row is its head. */
export interface CardSection {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a person reads of a card, before it becomes Markdown or HTML. */
export interface CardPage {
  readonly title: string
  /** One sentence: whether the model may be used. */
  readonly verdict: string
  readonly isEarned: boolean
  readonly sections: readonly CardSection[]
}

/** The contents of a card in the order in which they are read. */
export function cardPage(card: ModelCard): CardPage {
  return {
    title: `${card.name}: ${card.target.kind} over ${horizonText(card)}`,
    verdict: cardVerdict(card),
    isEarned: hasEarnedItsPlace(card),
    sections: [
      { title: 'Model', head: ['what', 'value'], rows: modelRows(card) },
      {
        title: 'Scores on data that it had not seen',
        head: ['score', 'all folds'],
        rows: pairs(card.scores),
      },
      ...foldSections(card),
      ...quantisationSections(card),
      { title: 'Training', head: ['what', 'value'], rows: trainingRows(card) },
      { title: 'Versions', head: ['package', 'version'], rows: versionRows(card) },
    ],
  }
}

/** Whether a model may be used and why, in a sentence. */
export function cardVerdict(card: ModelCard): string {
  const { comparison } = card
  switch (comparison.kind) {
    case 'is-benchmark':
      return 'This is the model that others must beat.'
    case 'untested':
      return `It was not compared with the benchmark: ${comparison.reason}.`
    case 'tested': {
      const { benchmark, loss, meanDifference, pValue } = comparison
      const numbers = `mean ${loss} ${signed(meanDifference)}, Diebold–Mariano p ${shown(pValue)}`
      return hasEarnedItsPlace(card)
        ? `It beat ${benchmark} out of sample (${numbers}).`
        : `It did not beat ${benchmark} out of sample (${numbers}): use ${benchmark} instead.`
    }
  }
}

function modelRows(card: ModelCard): string[][] {
  const { market } = card
  const source = market.source === 'events' ? 'events, exact' : 'exchange candles, approximate'
  return [
    ['hash', card.modelHash],
    ['weights', card.weights],
    ['can be re-run on chain', card.attestedOnly ? 'no, attested only' : 'yes, once quantised'],
    ['target', `${card.target.kind}, ${horizonText(card)} ahead`],
    ['epoch', `${card.epochSeconds} s in ${card.cellsPerEpoch} cells`],
    ...(market.title === undefined ? [] : [['market', market.title]]),
    ...(market.pool === undefined
      ? []
      : [['pool', `${market.pool} on chain ${market.chainId ?? '?'}`]]),
    ['data', source],
    ...card.dataRoots.map((root) => ['dataset root', root]),
    ['features', card.features.map(({ kind, window }) => `${kind} ${window}`).join(', ')],
    ['parent', card.parent ?? 'none'],
    ['made by', card.command],
  ]
}

function trainingRows({ training }: ModelCard): string[][] {
  const { backend } = training
  return [
    ['rows', String(training.rows)],
    ['seed', String(training.seed)],
    ['backend', backend === null ? 'own arithmetic' : `${backend.name} ${backend.version}`],
    ...(backend?.tried ?? []).map(({ name, reason }) => [`tried ${name}`, reason]),
    ...Object.entries(training.settings).map(([name, value]) => [name, JSON.stringify(value)]),
  ]
}

function foldSections({ folds }: ModelCard): CardSection[] {
  if (folds.length === 0) return []
  const names = [...new Set(folds.flatMap(({ scores }) => Object.keys(scores)))]
  return [
    {
      title: 'Folds',
      head: ['fold', 'trained on epochs', 'tested on epochs', 'rows', ...names],
      rows: folds.map((fold, i) => [
        String(i + 1),
        `${fold.trainFromEpoch} … ${fold.trainToEpoch}`,
        `${fold.testFromEpoch} … ${fold.testToEpoch}`,
        String(fold.testRows),
        ...names.map((name) => shownOrNone(fold.scores[name])),
      ]),
    },
  ]
}

function quantisationSections({ quantisation }: ModelCard): CardSection[] {
  if (quantisation === null) return []
  const { before, after } = quantisation
  return [
    {
      title: 'Loss by quantisation',
      head: ['score', 'before', 'after'],
      rows: Object.keys(before).map((name) => [
        name,
        shownOrNone(before[name]),
        shownOrNone(after[name]),
      ]),
    },
  ]
}

function versionRows({ versions }: ModelCard): string[][] {
  return [['node', versions.node], ...Object.entries(versions.packages).map((pair) => [...pair])]
}

function pairs(scores: Readonly<Record<string, number>>): string[][] {
  return Object.entries(scores).map(([name, value]) => [name, shown(value)])
}

function horizonText({ target, epochSeconds }: ModelCard): string {
  const seconds = target.horizonEpochs * epochSeconds
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds} s`
}

function shownOrNone(value: number | undefined): string {
  return value === undefined ? '–' : shown(value)
}

function shown(value: number): string {
  return String(Number(value.toPrecision(5)))
}

function signed(value: number): string {
  return value > 0 ? `+${shown(value)}` : shown(value)
}
