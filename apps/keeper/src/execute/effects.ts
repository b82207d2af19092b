import { canonicalJson } from '@tickwise/amm'
import { featureOracleAbi, inferenceRegistryAbi, strategyVaultAbi } from '@tickwise/protocol'
import { decodeEventLog, type Hex } from 'viem'
import type { RawLog } from './simulate.ts'

const abi = [...inferenceRegistryAbi, ...strategyVaultAbi, ...featureOracleAbi]

/**
 * What a call would do, a line for each event of registry, vault and oracle; those of other contracts are
 * counted.
 *
 * @example
 * effectsOf(logs) // ['Committed {"digest":"0x…","times":{…}}']
 */
export function effectsOf(logs: readonly RawLog[]): readonly string[] {
  const lines = logs.map(lineOf)
  const others = lines.filter((line) => line === undefined).length
  const known = lines.filter((line) => line !== undefined)
  return others === 0 ? known : [...known, `${others} events of other contracts`]
}

function lineOf({ topics, data }: RawLog): string | undefined {
  try {
    const [signature, ...rest] = topics
    if (signature === undefined) return undefined
    const signed: [Hex, ...Hex[]] = [signature, ...rest]
    const { eventName, args } = decodeEventLog({ abi, topics: signed, data })
    return `${eventName} ${canonicalJson(args)}`
  } catch {
    return undefined
  }
}
