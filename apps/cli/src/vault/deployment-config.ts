import { UserError } from '@tickwise/amm'
import { parseDeploymentConfig, type DeploymentConfig } from '@tickwise/protocol'
import { readFile } from 'node:fs/promises'
import type { SendingOptions } from './session.ts'

/** Options of `vault deploy`; each stands over the same field of the file. */
export interface DeployOptions extends SendingOptions {
  readonly config?: string
  readonly pool?: string
  readonly asset?: string
  readonly name?: string
  readonly symbol?: string
  readonly guardian?: string
  readonly feeRecipient?: string
  readonly registry?: string
  readonly proposer?: readonly string[]
  readonly timelockDelay?: string
  readonly depositCap?: string
  readonly limit?: Readonly<Record<string, string>>
  readonly policy?: string
  readonly policyParam?: Readonly<Record<string, string>>
  readonly blockSeconds?: string
  readonly salt?: string
}

/** The configuration of a file, of flags, or of both. */
export async function deploymentConfig(options: DeployOptions): Promise<DeploymentConfig> {
  const file = options.config === undefined ? {} : await readConfigFile(options.config)
  const flags = {
    pool: options.pool,
    asset: options.asset,
    name: options.name,
    symbol: options.symbol,
    guardian: options.guardian,
    feeRecipient: options.feeRecipient,
    registry: options.registry,
    proposers: options.proposer,
    timelockDelaySeconds: options.timelockDelay,
    blockSeconds: options.blockSeconds,
    salt: options.salt,
  }
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  const policy = mergePolicy(file['policy'], options)
  return parseDeploymentConfig({
    ...file,
    ...given,
    limits: {
      ...fieldsOf(file['limits']),
      ...options.limit,
      ...(options.depositCap === undefined ? {} : { depositCap: options.depositCap }),
    },
    ...(policy === undefined ? {} : { policy }),
  })
}

/** Another policy than the file's takes nothing of the file's parameters. */
function mergePolicy(inFile: unknown, options: DeployOptions): object | undefined {
  if (inFile === undefined && options.policy === undefined && options.policyParam === undefined) {
    return undefined
  }
  const file = fieldsOf(inFile)
  const name = options.policy ?? file['name'] ?? 'volatility-band'
  return { ...(name === file['name'] ? file : {}), name, ...options.policyParam }
}

async function readConfigFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return fieldsOf(value)
  } catch (cause) {
    throw new UserError('E_CONFIG_JSON', `${path} is not JSON`, {
      hint: 'mend the place that the cause names',
      cause,
    })
  }
  throw new UserError('E_CONFIG_JSON', `${path} holds no JSON object`, {
    hint: 'such as { "pool": "0x…", "asset": "USDC" }',
  })
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
