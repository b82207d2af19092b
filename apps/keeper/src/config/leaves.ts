import { z } from 'zod'
import { keeperSchema } from './schema.ts'

/** One key of the configuration that holds a value. */
export interface Leaf {
  /** `limits.minBalanceNative`; of a vault `vaults[].strategy`. */
  readonly path: string
  readonly meaning: string
  /** As JSON; absent where the key has to be given or may be left out. */
  readonly standard: string | undefined
  readonly required: boolean
}

/** A schema without what only says whether a key may be left out. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
  ) {
    return inner(schema.unwrap())
  }
  return schema
}

/** The keys at a place of the configuration, such as `['limits']`; empty where there are none. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: z.core.$ZodType = keeperSchema
  for (const step of path) {
    const here = inner(schema)
    if (here instanceof z.ZodArray && typeof step === 'number') schema = here.element
    else if (here instanceof z.ZodObject) schema = here.shape[String(step)] ?? z.never()
    else return []
  }
  const found = inner(schema)
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

/** Every key that holds a value, in the order of the schema. */
export function leaves(schema: z.core.$ZodType = keeperSchema, path = ''): readonly Leaf[] {
  const here = inner(schema)
  if (here instanceof z.ZodArray && inner(here.element) instanceof z.ZodObject) {
    return leaves(here.element, `${path}[]`)
  }
  if (here instanceof z.ZodObject) {
    return Object.entries(here.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
      leaves(value, path === '' ? key : `${path}.${key}`),
    )
  }
  const given = z.safeParse(schema, undefined)
  return [
    {
      path,
      meaning: descriptionOf(schema),
      standard: given.success && given.data !== undefined ? JSON.stringify(given.data) : undefined,
      required: !given.success,
    },
  ]
}

function descriptionOf(schema: z.core.$ZodType): string {
  return z.globalRegistry.get(schema)?.description ?? ''
}

/**
 * The environment variable of a key.
 *
 * @example
 * environmentName('limits.minBalanceNative') // 'TICKWISE_KEEPER_LIMITS_MIN_BALANCE_NATIVE'
 */
export function environmentName(path: string): string {
  const words = path.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('.', '_')
  return `TICKWISE_KEEPER_${words.toUpperCase()}`
}
