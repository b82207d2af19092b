import { nearestName } from '@tickwise/amm'
import { variableOf } from './load-config.ts'
import { settings } from './settings.ts'

/** Variables that are no settings. */
export const otherVariables: Readonly<Record<string, string>> = {
  TICKWISE_CONFIG: 'the configuration file, instead of the nearest one upwards',
  TICKWISE_PRIVATE_KEY: 'the key that signs vault commands; a keystore is safer',
}

/** Variables that look like ours and are nearly those of a setting: what was said in vain. */
export function strangeVariables(
  env: Readonly<Record<string, string | undefined>>,
): readonly { readonly what: string; readonly fault: string }[] {
  const known = [...settings.map(variableOf), ...Object.keys(otherVariables)]
  return Object.keys(env).flatMap((what) => {
    if (!what.startsWith('TICKWISE_') || what.startsWith('TICKWISE_KEEPER_')) return []
    if (known.includes(what)) return []
    const nearest = nearestVariable(what, known)
    return nearest === undefined ? [] : [{ what, fault: `is no variable; is ${nearest} meant?` }]
  })
}

/** All of them begin alike: only the rest tells whether one is meant. */
function nearestVariable(name: string, known: readonly string[]): string | undefined {
  const rest = (text: string): string => text.replace(/^TICKWISE_/, '')
  const nearest = nearestName(rest(name), known.map(rest))
  return nearest === undefined ? undefined : `TICKWISE_${nearest}`
}
