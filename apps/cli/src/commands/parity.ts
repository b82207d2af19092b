import { UserError } from '@tickwise/amm'
import { defaultAsset, marketDataOf, type MarketData, type VaultLimits } from '@tickwise/backtest'
import { decodeModel, hasEarnedItsPlace, modelHash } from '@tickwise/forecast'
import { strategyOf } from '@tickwise/keeper'
import { openDataset } from '@tickwise/market'
import { checkParity, defaultLimits, type NamedModel } from '@tickwise/parity'
import { findStrategy, parseParameters, type Strategy } from '@tickwise/strategies'
import {
  parseAmount,
  parseInteger,
  parseTimes,
  type CommandContext,
  type CommandResult,
  type CommonOptions,
} from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { findModel } from '../forecast/find-model.ts'
import { listeningParameters } from '../forecast/model-forecaster.ts'
import { renderParity } from '../parity-view.ts'
import { assetNamed } from '../run-inputs.ts'

/** Options of `tickwise parity`. */
export interface ParityOptions extends CommonOptions {
  readonly dataset: string
  readonly strategy: string
  readonly model: string
  readonly param?: Readonly<Record<string, string>>
  readonly from: string
  readonly to: string
  readonly limit?: Readonly<Record<string, string>>
  readonly deposit: string
  readonly asset?: string
  readonly delay: string
  readonly confirmation: string
  readonly models: string
  readonly allowBroken?: boolean
}

/** `tickwise parity` */
export async function parity(
  context: CommandContext,
  options: ParityOptions,
): Promise<CommandResult> {
  const { signal, onProgress } = context
  const model = await modelFor(options)
  const strategy = boundStrategy(findStrategy(options.strategy), options, model)
  const dataset = await openDataset(options.dataset, {
    allowBroken: options.allowBroken ?? false,
    signal,
    onProgress,
  })
  const market = marketDataOf(dataset)
  const asset =
    options.asset === undefined ? defaultAsset(market.tokens) : assetNamed(market, options.asset)
  const { from, to } = parseTimes(options)
  if (from === undefined || to === undefined) throw missingTimes()
  const run = await checkParity(
    {
      market,
      strategy,
      model,
      from,
      to,
      asset,
      limits: limitsOf(options.limit ?? {}),
      deposit: depositOf(market, asset, options.deposit),
      delaySeconds: parseInteger(options.delay, '--delay'),
      confirmationSeconds: parseInteger(options.confirmation, '--confirmation'),
    },
    { signal, onProgress },
  )
  const { report, played, backtest, plan } = run
  return {
    data: {
      dataset: { root: market.root },
      strategy: { name: strategy.strategy.name, parameters: strategy.params },
      model: { name: model.name, hash: model.hash },
      from: plan.from,
      to: plan.to,
      limits: plan.limits,
      events: played.events,
      milliseconds: played.milliseconds,
      ...report,
      warnings: backtest.warnings,
    },
    text: renderParity(context, run),
    exitCode: report.passed ? 0 : 3,
  }
}

/** A model file, or a stored model that is one: only integers can run on chain. */
async function modelFor({ model, models }: ParityOptions): Promise<NamedModel> {
  if (existsSync(model)) {
    const file = decodeModel(await readFile(model))
    return { name: basename(model), hash: modelHash(file), file, skill: 'unproven' }
  }
  const { card, hash, weights } = await findModel(models, model)
  if (card.weights !== 'qmlp/1') {
    throw new UserError(
      'E_PARITY_MODEL',
      `${card.name} cannot run on chain: it is no qmlp/1 file`,
      {
        hint: 'train one of har, har-hour, har-net or mlp, which are quantised',
      },
    )
  }
  const skill = hasEarnedItsPlace(card) ? 'proven' : 'unproven'
  return { name: card.name, hash: hash as NamedModel['hash'], file: decodeModel(weights), skill }
}

function boundStrategy(strategy: Strategy, { param = {} }: ParityOptions, model: NamedModel) {
  const { target, epochSeconds, horizonEpochs } = model.file
  const offer = { target, epochSeconds, horizonEpochs, model: model.hash }
  const texts = listeningParameters(strategy, param, offer)
  return strategyOf(strategy, parseParameters(strategy, texts))
}

function limitsOf(given: Readonly<Record<string, string>>): Partial<VaultLimits> {
  const names = Object.keys(defaultLimits)
  const entries = Object.entries(given).map(([name, text]) => {
    if (names.includes(name)) return [name, parseInteger(text, `--limit ${name}`)] as const
    throw new UserError('E_VAULT_LIMIT', `a vault has no limit ${name}`, {
      hint: `use ${names.join(', ')}`,
    })
  })
  return Object.fromEntries(entries)
}

function depositOf({ tokens }: MarketData, asset: 0 | 1, text: string): bigint {
  return parseAmount(text, tokens[asset].decimals, '--deposit')
}

function missingTimes(): UserError {
  return new UserError('E_TIME', 'a stretch has a first and a last moment', {
    hint: 'give --from and --to',
  })
}
