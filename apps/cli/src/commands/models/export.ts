import { UserError } from '@tickwise/amm'
import { cardToMarkdown, type StoredModel } from '@tickwise/forecast'
import { writeFile } from 'node:fs/promises'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { findModel } from '../../forecast/find-model.ts'
import { shownPath } from '../../shown-path.ts'
import type { StoreOptions } from './store-options.ts'

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
