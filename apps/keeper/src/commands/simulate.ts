import type { TargetRange } from '@tickwise/strategies'
import { formatTime, renderFacts, type CommandResult } from '@tickwise/terminal'
import { createKeeperRpc } from '../chain/create-keeper-rpc.ts'
import { decideEpoch, type EpochDecision } from '../epoch/decide-epoch.ts'
import { connectionOf } from '../program/open-runtime.ts'
import type { ConfigOptions, KeeperContext } from '../program/options.ts'
import { settingsOf } from '../program/settings-of.ts'
import { systemClock } from '../program/system-clock.ts'
import { createSentinel } from '../sentinel/create-sentinel.ts'
import type { KeeperSettings } from '../settings.ts'
import { createMarketHistory } from '../view/market-history.ts'
import { readVaultFacts, type VaultFacts } from '../view/vault-facts.ts'
import { readConfig } from './read-config.ts'

/**
 * `tickwise-keeper simulate`: the decision about the epoch that has begun, or the one before it while that
 * is not final yet, whatever was decided about it already.
 */
export async function simulate(
  { redactor }: KeeperContext,
  options: ConfigOptions,
): Promise<CommandResult> {
  const { config } = readConfig(options, redactor)
  const rpc = createKeeperRpc({
    urls: config.rpcUrls,
    chainId: config.chainId,
    now: systemClock.now,
  })
  const sentinel = config.sentinel.enabled ? { sentinel: createSentinel(config.sentinel) } : {}
  const simulated = []
  for (const entry of config.vaults) {
    const settings = await settingsOf(connectionOf(rpc), config, entry)
    const facts = await readVaultFacts(rpc, settings)
    const head = await rpc.observeHead()
    const epoch = Math.floor((head.timestamp - config.confirmationSeconds) / facts.epochSeconds)
    const history = createMarketHistory(rpc, facts)
    const decision = await decideEpoch({ rpc, facts, settings, history, ...sentinel }, head, epoch)
    simulated.push({ settings, facts, decision })
  }
  return {
    data: simulated.map(({ settings, decision: { decided, entry } }) => ({
      vault: settings.vault,
      registry: settings.registry,
      model: { id: decided.modelId, name: settings.modelName, hash: decided.modelHash },
      ...decided,
      decision: entry.decision,
      revealAfter: entry.decidedAt + settings.delaySeconds,
    })),
    text: simulated.map(simulationText).join('\n\n'),
  }
}

function simulationText({
  settings,
  facts,
  decision: { decided, entry },
}: {
  readonly settings: KeeperSettings
  readonly facts: VaultFacts
  readonly decision: EpochDecision
}): string {
  const { decision } = entry
  const { forecastX16, trade } = decided.output
  const sigma = Math.sqrt(2 ** ((forecastX16 + facts.model.levelOffset) / 65_536))
  const ranges = decision.kind === 'rebalance' ? decision.ranges : []
  return renderFacts([
    ['vault', `${facts.vault.name} (${facts.vault.share.symbol}), ${settings.vault}`],
    [
      'epoch',
      `${decided.epoch}, decided at ${formatTime(entry.decidedAt)} UTC on block ${decided.observedBlock}`,
    ],
    ['model', `${settings.modelName} (number ${decided.modelId}, ${settings.modelSkill})`],
    ['features', decided.features.join(' ')],
    ['forecast', `${forecastX16} (log2 X16): ${sigma.toFixed(1)} ticks an epoch`],
    ['decision', `${decision.kind}: ${decided.reason}`],
    ...ranges.map((range) => ['range', rangeText(range)] as const),
    ['commit', `to registry ${settings.registry}, trade ${trade ? 'yes' : 'no'}`],
    [
      'reveal',
      `from ${formatTime(entry.decidedAt + settings.delaySeconds)} UTC on` +
        (trade ? '; the vault computes its ranges then' : ', without a trade'),
    ],
  ])
}

function rangeText({ tickLower, tickUpper, weightBps }: TargetRange): string {
  return `ticks ${tickLower} to ${tickUpper}, ${weightBps / 100} %`
}
