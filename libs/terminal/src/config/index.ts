export {
  configNames,
  findConfigFile,
  readConfigFile,
  type ConfigFile,
  type ConfigPlace,
} from './config-file.ts'
export { pathText } from './path-text.ts'
export { schemaFaults, type SchemaFault } from './schema-faults.ts'
export { environmentName, schemaKeysAt, schemaLeaves, type SchemaLeaf } from './schema-keys.ts'
