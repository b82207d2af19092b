import { seededRandom } from '@tickwise/amm'
import {
  decodeModel,
  encodeModel,
  infer,
  modelHash,
  prepareModel,
  restoreModel,
  type StoredModel,
} from '@tickwise/forecast'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { findModel } from '../../forecast/find-model.ts'
import type { StoreOptions } from './store-options.ts'

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
