import {
  createdVault,
  formatTokenAmount,
  historyMissing,
  noDepositCap,
  planDeployment,
  readPoolHistory,
  type DeploymentPlan,
} from '@tickwise/protocol'
import { type CommandContext, type CommandResult, renderFacts } from '@tickwise/terminal'
import { carryOut, stepsJson, stepsText, type Outcome } from '../../vault/carry-out.ts'
import { deploymentConfig, type DeployOptions } from '../../vault/deployment-config.ts'
import { exact } from '../../vault/run-action.ts'
import { connect } from '../../vault/session.ts'
import { openSigner, type Signer } from '../../vault/signer.ts'
import { poolName } from '../../vault/status-view.ts'

/**
 * `tickwise vault deploy`: first the pool's oracle, then what is missing of the shared contracts, then the
 * vault. What is there is found again, so an interrupted deployment is continued by running it again.
 */
export async function vaultDeploy(
  context: CommandContext,
  options: DeployOptions,
): Promise<CommandResult> {
  const config = await deploymentConfig(options)
  const connection = await connect(options)
  const signer = await openSigner(context, options)
  const plan = await planDeployment(connection, signer.account.address, config)
  if (!plan.history.ready) return prepare(context, options, { connection, signer, plan })
  const outcome = await carryOut(context, options, {
    connection,
    signer,
    steps: plan.steps,
    facts: describePlan(plan),
    errors: { asset: plan.asset, token0: plan.token0, token1: plan.token1 },
  })
  const created = outcome.sent === undefined ? undefined : createdVault(outcome.sent)
  const { shared, vaultConfig } = plan
  return {
    data: {
      command: 'vault deploy',
      dryRun: options.dryRun === true,
      chainId: connection.chainId,
      account: signer.account.address,
      vault: plan.vault,
      result: created ?? null,
      config: vaultConfig,
      contracts: Object.fromEntries(
        [
          shared.vaultFactory,
          shared.priceEnvelope,
          shared.rangePolicy,
          shared.limitRules,
          shared.rebalanceLogic,
        ].map(({ name, address }) => [name, address]),
      ),
      steps: stepsJson(outcome, plan.steps),
    },
    text: renderDeployment(plan, outcome, created?.queue),
  }
}

function renderDeployment(
  plan: DeploymentPlan,
  outcome: Outcome,
  queue: string | undefined,
): string {
  const { vaultConfig, shared, asset, vault, seedAssets } = plan
  const facts = renderFacts([
    ['vault', queue === undefined ? `would be ${vault}` : vault],
    ...(queue === undefined ? [] : [['queue', queue] as const]),
    ['timelock', vaultConfig.timelock],
    ['factory', shared.vaultFactory.address],
    ['seed', `${exact(seedAssets, asset)}, for nobody`],
    ...stepsText(outcome).slice(-1),
  ])
  return queue === undefined ? facts : `${facts}\n\nNext: tickwise vault status ${vault}`
}

/** Grows the oracle's ring where it is too small, and says what has to happen before a vault can be. */
async function prepare(
  context: CommandContext,
  options: DeployOptions,
  {
    connection,
    signer,
    plan,
  }: {
    readonly connection: Awaited<ReturnType<typeof connect>>
    readonly signer: Signer
    readonly plan: DeploymentPlan
  },
): Promise<never> {
  const { vaultConfig, history, steps } = plan
  if (steps.length > 0) {
    const { cardinalityNext, needed } = history
    await carryOut(context, options, {
      connection,
      signer,
      steps,
      facts: [
        ['pool', `${poolName(plan)}, ${vaultConfig.pool}`],
        [
          'prepares',
          `the pool's oracle: room for ${needed} observations instead of ${cardinalityNext}`,
        ],
      ],
    })
  }
  const after = await readPoolHistory(connection, vaultConfig.pool, history.needed)
  throw historyMissing(vaultConfig.pool, after)
}

function describePlan(plan: DeploymentPlan): readonly (readonly [string, string])[] {
  const { vaultConfig, asset, seedAssets } = plan
  const { limits } = vaultConfig
  const nobody = /^0x0+$/.test(vaultConfig.registry)
  return [
    ['pool', `${poolName(plan)}, ${vaultConfig.pool}`],
    ['vault', `${vaultConfig.name} (${vaultConfig.symbol}), ${plan.vault}`],
    ['asset', `${asset.symbol}, ${asset.address}`],
    ['guardian', vaultConfig.guardian],
    ['timelock', vaultConfig.timelock],
    [
      'registry',
      nobody ? 'none: nobody can rebalance until the timelock sets one' : vaultConfig.registry,
    ],
    ['fees to', vaultConfig.feeRecipient],
    [
      'fees',
      `${limits.entryFeeBps / 100} % entry, ${limits.performanceFeeBps / 100} % performance, ` +
        `${limits.managementFeePpm / 10_000} % a year`,
    ],
    [
      'limits',
      `spread ${limits.maxDeviationTicks} ticks, loss ${limits.maxLossBps / 100} %, ` +
        `turnover ${limits.dailyTurnoverBps / 100} % a day, idle ${limits.idleTargetBps / 100} %, ` +
        `cooldown ${limits.cooldownSeconds} s`,
    ],
    [
      'deposit cap',
      limits.depositCap === noDepositCap ? 'none' : formatTokenAmount(limits.depositCap, asset),
    ],
    ['seed', `${exact(seedAssets, asset)}, for nobody`],
  ]
}
