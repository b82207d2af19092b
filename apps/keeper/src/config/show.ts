import { flatten } from './layers.ts'
import type { LoadedConfig, Origin } from './load.ts'
import { shownUrl } from '../logging/redact.ts'

/** A value as it is shown, with where it came from. */
export interface ShownValue {
  readonly path: string
  readonly value: unknown
  readonly origin: Origin
}

/** Keys whose URLs may carry a key: only their host is shown. */
const urlKeys = /^(rpcUrls|alerts\.webhook\.url|alerts\.telegram\.apiUrl|signer\.externalUrl)$/

/** Every value of a configuration that can be shown; URLs without what may be secret of them. */
export function shownConfig({ config, origins }: LoadedConfig): readonly ShownValue[] {
  return flatten(config).map(([path, value]) => ({
    path,
    value: urlKeys.test(path) ? hidden(value) : value,
    origin: origins.get(path) ?? { kind: 'default', source: '' },
  }))
}

function hidden(value: unknown): unknown {
  return Array.isArray(value) ? value.map((url) => shownUrl(String(url))) : shownUrl(String(value))
}
