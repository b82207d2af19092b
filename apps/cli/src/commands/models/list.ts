import { hasEarnedItsPlace, listModels, type StoredModel } from '@tickwise/forecast'
import {
  type CommandContext,
  type CommandResult,
  describeError,
  renderTable,
} from '@tickwise/terminal'
import { shownPath } from '../../shown-path.ts'
import { standing, type StoreOptions } from './store-options.ts'

/** `tickwise models list` */
export async function modelsList(
  context: CommandContext,
  { models: root }: StoreOptions,
): Promise<CommandResult> {
  const { models, broken } = await listModels(root)
  const faults = broken.map(({ folder, error }) => ({ folder, error: describeError(error) }))
  return {
    data: { store: root, models: models.map(summaryOf), broken: faults },
    text: [
      models.length === 0
        ? `There is no model in ${shownPath(root)}: make one with tickwise train.`
        : renderTable(
            [
              { title: 'model' },
              { title: 'hash' },
              { title: 'state' },
              { title: 'forecasts' },
              { title: 'market' },
              { title: 'against the bar' },
            ],
            models.map(({ card, hash, state }) => [
              card.name,
              hash.slice(0, 12),
              state,
              `${card.target.kind}, ${card.target.horizonEpochs} × ${card.epochSeconds} s`,
              card.market.title ?? card.market.source,
              standing(card.comparison),
            ]),
          ),
      ...faults.map(({ folder, error }) =>
        context.style('red', `broken: ${shownPath(folder)}: ${error.message} (${error.code})`),
      ),
    ].join('\n'),
    exitCode: broken.length === 0 ? 0 : 3,
  }
}

function summaryOf({ hash, state, card, folder }: StoredModel) {
  const { name, target, epochSeconds, cellsPerEpoch, market, weights, comparison } = card
  return {
    ...{ hash, state, name, target, epochSeconds, cellsPerEpoch, market, weights, comparison },
    earned: hasEarnedItsPlace(card),
    folder,
  }
}
