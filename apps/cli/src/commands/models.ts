import { UserError } from '@tickwise/amm'
import {
  cardToHtml,
  cardToMarkdown,
  decodeModel,
  encodeModel,
  hasEarnedItsPlace,
  infer,
  listModels,
  modelHash,
  prepareModel,
  promoteModel,
  restoreModel,
  retireModel,
  type StoredModel,
} from '@tickwise/forecast'
import { seededRandom } from '@tickwise/amm'
import { writeFile } from 'node:fs/promises'
import type { CommandContext, CommandResult, CommonOptions } from '../command.ts'
import { findModel, stepBy } from '../forecast/find-model.ts'
import { shownPath } from '../shown-path.ts'
import { describeError } from '../terminal/errors.ts'
import { renderFacts, renderTable } from '../terminal/table.ts'

interface StoreOptions extends CommonOptions {
  readonly models: string
}

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

function standing(comparison: StoredModel['card']['comparison']): string {
  switch (comparison.kind) {
    case 'is-benchmark':
      return 'is the bar'
    case 'untested':
      return 'not tested'
    case 'tested':
      return `${comparison.meanDifference < 0 ? 'better' : 'worse'}, p = ${comparison.pValue.toPrecision(2)}`
  }
}

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
        `${target.kind}, ${target.horizonEpochs} epochs of ${card.epochSeconds} s ahead, ${card.cellsPerEpoch} cells`,
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

interface PromoteOptions extends StoreOptions {
  readonly force?: boolean
  readonly reason?: string
}

/** `tickwise models promote <model>` */
export async function modelsPromote(
  _context: CommandContext,
  { models, force = false, reason }: PromoteOptions,
  nameOrHash: string,
): Promise<CommandResult> {
  if (force && reason === undefined)
    throw new UserError('E_OPTIONS', '--force needs a --reason, which is kept with the model', {
      hint: "add --reason '…'",
    })
  const { hash } = await findModel(models, nameOrHash)
  const why = reason ?? 'promoted after its test against the bar'
  return stepped(await promoteModel(models, hash, stepBy(why), { force }))
}

/** `tickwise models retire <model>` */
export async function modelsRetire(
  _context: CommandContext,
  { models, reason = 'retired' }: PromoteOptions,
  nameOrHash: string,
): Promise<CommandResult> {
  const { hash } = await findModel(models, nameOrHash)
  return stepped(await retireModel(models, hash, stepBy(reason)))
}

function stepped({ hash, state, card, history }: StoredModel): CommandResult {
  const forced = history.at(-1)?.forced === true
  return {
    data: { hash, state, name: card.name, forced },
    text: `${card.name} ${hash.slice(0, 12)} is ${state}${forced ? ', by force' : ''}`,
  }
}

interface ExportOptions extends StoreOptions {
  readonly as: string
  readonly out?: string
}

/** `tickwise models export <model>` */
export async function modelsExport(
  _context: CommandContext,
  { models, as, out }: ExportOptions,
  nameOrHash: string,
): Promise<CommandResult> {
  const stored = await findModel(models, nameOrHash)
  const { content, text } = exported(stored, as)
  if (out !== undefined) await writeFile(out, content)
  return {
    data: { hash: stored.hash, as, ...(out === undefined ? { content: text } : { out }) },
    text: out === undefined ? text : `wrote ${shownPath(out)}`,
  }
}

function exported(
  { card, hash, weights }: StoredModel,
  as: string,
): { readonly content: string | Uint8Array; readonly text: string } {
  const hex = `0x${Buffer.from(weights).toString('hex')}`
  switch (as) {
    case 'bytes':
      return card.weights === 'qmlp/1'
        ? { content: weights, text: hex }
        : { content: weights, text: Buffer.from(weights).toString('utf8') }
    case 'solidity': {
      if (card.weights !== 'qmlp/1')
        throw new UserError('E_MODEL_FORMAT', `${card.name} has no integer form for a contract`, {
          hint: 'har, har-hour, har-net and mlp have one',
        })
      const text = JSON.stringify(
        { contract: 'QuantizedModel', modelHash: hash, constructorArguments: [hex] },
        null,
        2,
      )
      return { content: `${text}\n`, text }
    }
    case 'markdown': {
      const text = cardToMarkdown(card)
      return { content: text, text: text.trimEnd() }
    }
    default:
      throw new UserError('E_OPTIONS', `--as ${as} is no way to export a model`, {
        hint: 'use bytes, solidity or markdown',
      })
  }
}

/** Random inputs that both ways of inference must agree on, extremes first. */
const verifiedInputs = 1000

/** `tickwise models verify <model>`: its bytes, their one spelling, and two inferences that must agree. */
export async function modelsVerify(
  context: CommandContext,
  { models }: StoreOptions,
  nameOrHash: string,
): Promise<CommandResult> {
  const stored = await findModel(models, nameOrHash)
  const checks = [
    {
      name: 'folder',
      passed: true,
      what: 'weights, card and history have the bytes that were stored',
    },
    ...(stored.card.weights === 'qmlp/1' ? integerChecks(stored) : floatChecks(stored)),
  ]
  const passed = checks.every((check) => check.passed)
  return {
    data: { hash: stored.hash, name: stored.card.name, passed, checks },
    text: checks
      .map(
        ({ passed: ok, what }) =>
          `${ok ? context.style('green', 'passed') : context.style('red', 'FAILED')}: ${what}`,
      )
      .join('\n'),
    exitCode: passed ? 0 : 3,
  }
}

function integerChecks({ weights, hash }: StoredModel) {
  const file = decodeModel(weights)
  const again = encodeModel(file)
  const prepared = prepareModel(file)
  const random = seededRandom(1)
  const agree = Array.from({ length: verifiedInputs }, (_, i) =>
    Int16Array.from(file.features, () =>
      i === 0 ? -32_768 : i === 1 ? 32_767 : Math.floor(random() * 65_536) - 32_768,
    ),
  ).every((inputs) => infer(file, inputs) === prepared.infer(inputs))
  return [
    {
      name: 'encoding',
      passed: Buffer.compare(again, weights) === 0 && modelHash(again) === hash,
      what: 'decoded and encoded again, the file has the same bytes and hash',
    },
    {
      name: 'inference',
      passed: agree,
      what: `two inferences agree on ${verifiedInputs} inputs, extremes among them`,
    },
  ]
}

function floatChecks(stored: StoredModel) {
  const model = restoreModel(stored)
  return [
    {
      name: 'restore',
      passed: model.name === stored.card.name,
      what: 'its parameters make a model again',
    },
  ]
}
