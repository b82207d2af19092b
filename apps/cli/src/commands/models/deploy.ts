import { UserError } from '@tickwise/amm'
import { modelHash } from '@tickwise/forecast'
import { deployModel, planModelDeployment } from '@tickwise/protocol'
import { readFile, stat } from 'node:fs/promises'
import { findModel } from '../../forecast/find-model.ts'
import { renderFacts, type CommandContext, type CommandResult } from '@tickwise/terminal'
import { carryOut, stepsJson, stepsText } from '../../vault/carry-out.ts'
import { connect, type SendingOptions } from '../../vault/session.ts'
import { openSigner } from '../../vault/signer.ts'
import type { StoreOptions } from './store-options.ts'

type DeployOptions = StoreOptions & SendingOptions

/** `tickwise models deploy <file or model>`: the model as a contract, at the address that follows from it. */
export async function modelsDeploy(
  context: CommandContext,
  options: DeployOptions,
  fileOrModel: string,
): Promise<CommandResult> {
  const file = await modelBytes(options.models, fileOrModel)
  const connection = await connect(options)
  const signer = await openSigner(context, options)
  const plan = await planModelDeployment(connection, signer.account.address, file)
  const { address, steps } = plan
  const there = steps.length === 0
  const outcome = there
    ? { simulated: [], sent: [] }
    : await carryOut(context, options, {
        connection,
        signer,
        steps,
        facts: [
          ['model', `${plan.modelHash}, ${file.length} bytes`],
          ['address', address],
        ],
      })
  // Sends nothing more: asks the contract for the hash of its model.
  if (outcome.sent !== undefined) {
    await deployModel(connection, signer.account, { ...plan, steps: [] })
  }
  return {
    data: {
      command: 'models deploy',
      dryRun: options.dryRun === true,
      chainId: connection.chainId,
      address,
      modelHash: modelHash(file),
      alreadyThere: there,
      steps: stepsJson(outcome, steps),
    },
    text: renderFacts([
      ['model', plan.modelHash],
      ['address', outcome.sent === undefined ? `would be ${address}` : address],
      ...(there ? [['sent', 'nothing: it is there already'] as const] : stepsText(outcome)),
    ]),
  }
}

/** Canonical bytes: a file that `models export` wrote, or an integer model of the store. */
async function modelBytes(root: string, fileOrModel: string): Promise<Uint8Array> {
  const isFile = await stat(fileOrModel).then(
    (found) => found.isFile(),
    () => false,
  )
  if (isFile) return readFile(fileOrModel)
  const { card, weights } = await findModel(root, fileOrModel)
  if (card.weights === 'qmlp/1') return weights
  throw new UserError('E_MODEL_FORMAT', `${card.name} has no integer form for a contract`, {
    hint: 'har, har-hour, har-net and mlp have one',
  })
}
