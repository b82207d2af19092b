import { cardToHtml, cardToMarkdown, type StoredModel } from '@tickwise/forecast'
import { writeFile } from 'node:fs/promises'
import {
  type CommandContext,
  type CommandResult,
  counted,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'
import { findModel } from '../../forecast/find-model.ts'
import { shownPath } from '../../shown-path.ts'
import { standing, type StoreOptions } from './store-options.ts'

interface ShowOptions extends StoreOptions {
  readonly md?: boolean
  readonly html?: boolean
  readonly out?: string
}

/** `tickwise models show <model>` */
export async function modelsShow(
  _context: CommandContext,
  { models, md, html, out }: ShowOptions,
  nameOrHash: string,
): Promise<CommandResult> {
  const stored = await findModel(models, nameOrHash)
  const { card, hash, state, history, folder } = stored
  const data = { hash, state, folder, card, history }
  const page = html === true ? cardToHtml(card) : md === true ? cardToMarkdown(card) : undefined
  if (out !== undefined) {
    await writeFile(out, page ?? cardToMarkdown(card))
    return { data: { ...data, out }, text: `wrote ${shownPath(out)}` }
  }
  return { data, text: page?.trimEnd() ?? cardText(stored) }
}

function cardText({ card, hash, state, history }: StoredModel): string {
  const { target, market, training, quantisation } = card
  const scores = Object.keys(card.scores)
  return [
    renderFacts([
      ['model', `${card.name} (${state})`],
      ['hash', hash],
      [
        'forecasts',
        `${target.kind}, ${counted(target.horizonEpochs, 'epoch')} of ${card.epochSeconds} s ahead, ${card.cellsPerEpoch} cells`,
      ],
      [
        'market',
        [market.title, market.source, market.pool].filter((part) => part !== undefined).join(', '),
      ],
      ['data', card.dataRoots.join(', ')],
      ['weights', card.attestedOnly ? `${card.weights}, attested only` : card.weights],
      ['features', card.features.map(({ kind, window }) => `${kind}-${window}`).join(' ') || '–'],
      [
        'trained',
        `${training.rows} rows, seed ${training.seed}, backend ${training.backend?.name ?? 'none'}`,
      ],
      ...(training.backend?.tried ?? []).map(({ name, reason }): [string, string] => [
        `no ${name}`,
        reason,
      ]),
      ['against the bar', standing(card.comparison)],
      ['made by', card.command],
    ]),
    '',
    renderTable(
      [{ title: 'scores' }, ...scores.map((title) => ({ title, align: 'right' as const }))],
      [
        ['all folds', ...scores.map((name) => number(card.scores[name]))],
        ...(quantisation === null
          ? []
          : [['as float64', ...scores.map((name) => number(quantisation.before[name]))]]),
        ...card.folds.map((fold, i) => [
          `fold ${i + 1}`,
          ...scores.map((name) => number(fold.scores[name])),
        ]),
      ],
    ),
    '',
    ...history.map(
      ({ when, state: next, who, why, forced }) =>
        `${when}  ${next}${forced ? ' (forced)' : ''} by ${who}: ${why}`,
    ),
  ].join('\n')
}

function number(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(4)
}
