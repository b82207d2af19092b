import { resolve } from 'node:path'
import { isStrategyFile } from '../strategy-name.ts'
import type { Config, GivenValue, Layer } from './load-config.ts'
import { settings, type Setting } from './settings.ts'

/**
 * What holds for each setting that somebody says something of: flags over environment over file. Settings of
 * one group come from one place, and what belongs to a strategy is taken only with that strategy.
 *
 * @param flags what the command line says
 */
export function resolveGiven(flags: Layer, { environment, content }: Config): Layer {
  const layers = [flags, environment, content]
  const resolved = new Map<string, GivenValue>()
  for (const setting of settings) {
    const at = layers.findIndex((layer) => layer.has(setting.path))
    const found = layers[at]?.get(setting.path)
    if (found === undefined || isDisplaced(setting, at, layers)) continue
    resolved.set(setting.path, found)
  }
  return resolved
}

/** Whether a stronger layer has said what makes a value of this layer meaningless. */
function isDisplaced(setting: Setting, at: number, layers: readonly Layer[]): boolean {
  const stronger = layers.slice(0, at)
  const { group, isOfStrategy = false } = setting
  if (group !== undefined) {
    const others = settings.filter((other) => other.group === group).map(({ path }) => path)
    return stronger.some((layer) => others.some((path) => layer.has(path)))
  }
  if (!isOfStrategy) return false
  const own = layers
    .slice(at)
    .find((layer) => layer.has('strategy'))
    ?.get('strategy')?.value
  return stronger.some((layer) => {
    const named = layer.get('strategy')?.value
    return named !== undefined && strategyKey(named) !== strategyKey(own)
  })
}

/** The same for the same strategy, however its file is spelt. */
function strategyKey(value: GivenValue['value'] | undefined): unknown {
  return typeof value === 'string' && isStrategyFile(value) ? resolve(value) : value
}
