import { TickwiseError } from '@tickwise/amm'
import { connectChain, openVault } from '@tickwise/protocol'
import { validateDetailed } from 'node-cron'
import { openChannels } from '../alerts/open-channels.ts'
import type { KeeperConfig } from '../config/schema.ts'
import { readPrivateFile } from '../keys/secret-file.ts'
import { shownUrl, type Redactor } from '../logging/redact.ts'
import { settingsOf } from './settings-of.ts'

/** One thing that was looked at. */
export interface ConfigCheck {
  readonly what: string
  /** Why it does not hold. */
  readonly fault?: string
}

/** Looks at everything that a configuration names: files, endpoints, vaults, models. Sends nothing. */
export async function checkConfig(
  config: KeeperConfig,
  redactor: Redactor,
): Promise<readonly ConfigCheck[]> {
  const { signer, alerts, rpcUrls, chainId, vaults, cron } = config
  const files = [signer.keystore, signer.passwordFile].filter((path) => path !== undefined)
  const checks: ConfigCheck[] = [await check(`cron ${cron}`, () => checkCron(cron))]
  for (const path of files) checks.push(await check(path, () => readPrivateFile(path, 'the file')))
  checks.push(await check('alert channels', () => openChannels(alerts, redactor)))
  for (const url of rpcUrls) {
    checks.push(await check(shownUrl(url), () => checkEndpoint(url, chainId)))
  }
  const working = rpcUrls.find((url) =>
    checks.some(({ what, fault }) => what === shownUrl(url) && !fault),
  )
  if (working === undefined) return checks
  const connection = await connectChain(working)
  for (const entry of vaults) {
    checks.push(await check(`vault ${entry.vault}`, () => openVault(connection, entry.vault)))
    checks.push(
      await check(`${entry.strategy} with ${entry.model}`, () =>
        settingsOf(connection, config, entry),
      ),
    )
  }
  return checks
}

async function check(what: string, look: () => unknown): Promise<ConfigCheck> {
  try {
    await look()
    return { what }
  } catch (error) {
    const hint =
      error instanceof TickwiseError && error.hint !== undefined ? ` (${error.hint})` : ''
    return { what, fault: `${error instanceof Error ? error.message : String(error)}${hint}` }
  }
}

/** Errors: Error naming the fields that are wrong. */
export function checkCron(expression: string): void {
  const { valid, errors } = validateDetailed(expression)
  if (!valid)
    throw new Error(errors.map(({ message }) => message).join('; ') || 'is no cron expression')
}

async function checkEndpoint(url: string, expected: number): Promise<void> {
  const { chainId } = await connectChain(url)
  if (chainId !== expected) throw new Error(`is on chain ${chainId}, expected is ${expected}`)
}
