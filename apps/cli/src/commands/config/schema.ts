import { keeperSchema } from '@tickwise/keeper/config'
import type { CommandContext, CommandResult, CommonOptions } from '@tickwise/terminal'
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { configSchema } from '../../config/schema.ts'
import { shownPath } from '../../shown-path.ts'

interface SchemaOptions extends CommonOptions {
  readonly out?: string
}

/** `tickwise config schema` */
export async function configSchemaCommand(
  _context: CommandContext,
  { out }: SchemaOptions,
): Promise<CommandResult> {
  const schema = configJsonSchema()
  const text = JSON.stringify(schema, null, 2)
  if (out === undefined) return { data: schema, text }
  await writeFile(out, `${text}\n`)
  return { data: { out: shownPath(out) }, text: `wrote ${shownPath(out)}` }
}

/** The whole file as JSON Schema, the keeper's section with it. */
export function configJsonSchema(): object {
  const whole = configSchema.extend({ keeper: keeperSchema.optional() })
  return {
    title: 'tickwise.json',
    ...z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' }),
  }
}
