import { z } from 'zod'

/** One key of a configuration that holds a value. */
export interface SchemaLeaf {
  /** `limits.minBalanceNative`; within a list `vaults[].strategy`. */
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

/** The keys at a place of a configuration, such as `['limits']`; empty where there are none. */
export function schemaKeysAt(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
): readonly string[] {
  let schema = root
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
export function schemaLeaves(schema: z.core.$ZodType, path = ''): readonly SchemaLeaf[] {
  const here = inner(schema)
  if (here instanceof z.ZodArray && inner(here.element) instanceof z.ZodObject) {
    return schemaLeaves(here.element, `${path}[]`)
  }
  if (here instanceof z.ZodObject) {
    return Object.entries(here.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
      schemaLeaves(value, path === '' ? key : `${path}.${key}`),
    )
  }
  const given = z.safeParse(schema, undefined)
  return [
    {
      path,
      meaning: z.globalRegistry.get(schema)?.description ?? '',
      standard: given.success && given.data !== undefined ? JSON.stringify(given.data) : undefined,
      required: !given.success,
    },
  ]
}

/**
 * The environment variable of a key.
 *
 * @example
 * environmentName('TICKWISE', 'costs.gasPriceGwei') // 'TICKWISE_COSTS_GAS_PRICE_GWEI'
 */
export function environmentName(prefix: string, path: string): string {
  const words = path.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('.', '_')
  return `${prefix}_${words.toUpperCase()}`
}
