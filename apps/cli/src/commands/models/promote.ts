import { UserError } from '@tickwise/amm'
import { promoteModel, retireModel, type StoredModel } from '@tickwise/forecast'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { findModel, stepBy } from '../../forecast/find-model.ts'
import type { StoreOptions } from './store-options.ts'

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
