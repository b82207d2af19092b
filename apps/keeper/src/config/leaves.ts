import { environmentName as nameOf, schemaLeaves, type SchemaLeaf } from '@tickwise/terminal/config'
import { keeperSchema } from './schema.ts'

/** Every key of the keeper's configuration that holds a value, in the order of the schema. */
export function leaves(): readonly SchemaLeaf[] {
  return schemaLeaves(keeperSchema)
}

/**
 * The environment variable of a key.
 *
 * @example
 * environmentName('limits.minBalanceNative') // 'TICKWISE_KEEPER_LIMITS_MIN_BALANCE_NATIVE'
 */
export function environmentName(path: string): string {
  return nameOf('TICKWISE_KEEPER', path)
}
