import { UserError } from '@tickwise/amm'
import { flagLayer, type LayerValue } from '../config/layers.ts'
import { loadConfig, type LoadedConfig } from '../config/load.ts'
import type { Redactor } from '../logging/redact.ts'
import type { ConfigOptions } from '../program/options.ts'

/** Flags with a name of their own and the keys that they stand for. */
const named = {
  rpcUrl: ['--rpc-url', 'rpcUrls'],
  journal: ['--journal', 'journal'],
  keystore: ['--keystore', 'signer.keystore'],
  passwordFile: ['--password-file', 'signer.passwordFile'],
  port: ['--port', 'server.port'],
} as const

/**
 * The configuration of a command. What its URLs may hold is hidden from now on.
 *
 * @throws UserError `E_CONFIG…`; `E_MODE` for two modes at once
 */
export function readConfig(options: ConfigOptions, redactor: Redactor): LoadedConfig {
  for (const url of options.rpcUrl ?? []) redactor.hideUrl(url)
  for (const url of (process.env['TICKWISE_RPC_URL'] ?? '').split(',')) redactor.hideUrl(url.trim())
  const flags: Record<string, LayerValue> = {}
  for (const [option, [source, path]] of Object.entries(named)) {
    const value = options[option as keyof typeof named]
    if (value !== undefined) flags[path] = { value, source }
  }
  const mode = modeOf(options)
  if (mode !== undefined) flags['mode'] = { value: mode, source: `--${mode}` }
  const loaded = loadConfig({
    file: options.config,
    flags: flagLayer(flags, options.set),
    env: process.env,
    folder: process.cwd(),
  })
  const { rpcUrls, alerts, signer } = loaded.config
  for (const url of [...rpcUrls, alerts.webhook?.url ?? '', signer.externalUrl ?? '']) {
    redactor.hideUrl(url)
  }
  return loaded
}

function modeOf({ dryRun, shadow }: ConfigOptions): 'dry-run' | 'shadow' | undefined {
  if (dryRun && shadow) {
    throw new UserError('E_MODE', '--dry-run and --shadow exclude each other', {
      hint: '--dry-run shows what would be sent, --shadow records decisions alone',
    })
  }
  if (dryRun) return 'dry-run'
  return shadow ? 'shadow' : undefined
}
