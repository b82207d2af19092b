import { seededRandom } from '@tickwise/amm'
import type { VaultLimits } from '@tickwise/backtest'
import { waitUntilMined } from '@tickwise/localchain'
import { readVaultStatus, strategyVaultAbi } from '@tickwise/protocol'
import type { PolicyParameters, TokenIndex } from '@tickwise/strategies'
import { BaseError, ContractFunctionRevertedError, type Address } from 'viem'
import { afterAll, describe, expect, it } from 'vitest'
import { AttributionLedger } from '../../backtest/src/run/attribution.ts'
import { poolMarket, START } from '../../backtest/src/testing/pool-market.ts'
import { SimulatedVault } from '../../backtest/src/vault/simulated-vault.ts'
import { CounterfactualVenue } from '../../backtest/src/venue/counterfactual-venue.ts'
import { deployLocalVault, deposit } from './deploy/deploy-vault.ts'
import { openLocalMarket, type LocalMarket } from './market/open-local-market.ts'
import { replayEvents } from './market/replay-events.ts'

const nodes: LocalMarket[] = []
afterAll(() => Promise.all(nodes.map(({ anvil }) => anvil.stop())))

const band: PolicyParameters = {
  policyId: 1,
  minHalfWidthTicks: 50,
  maxHalfWidthTicks: 9000,
  widthMilliSigmas: 2000,
  horizonEpochs: 4,
  baseHalfWidthTicks: 0,
  limitWidthTicks: 0,
}
const passive: PolicyParameters = {
  policyId: 2,
  minHalfWidthTicks: 0,
  maxHalfWidthTicks: 0,
  widthMilliSigmas: 0,
  horizonEpochs: 0,
  baseHalfWidthTicks: 600,
  limitWidthTicks: 300,
}
const limits: VaultLimits = {
  maxDeviationTicks: 200,
  maxLossBps: 30,
  dailyTurnoverBps: 20_000,
  idleTargetBps: 500,
  cooldownSeconds: 60,
}

/** Rebalances at random times of a random market, in the vault's contract and in its twin. */
async function play(
  seed: number,
  policy: PolicyParameters,
  guards: VaultLimits,
  asset: TokenIndex,
) {
  const { market } = poolMarket({ seed, swaps: 260, maxGapSeconds: 150, maxSwap: 5n * 10n ** 16n })
  const end = market.columns.timestamp[market.columns.length - 1]!
  const local = await openLocalMarket(market, { genesis: START - 86_400, cardinality: 1801 })
  nodes.push(local)
  const registry = local.anvil.accounts[1]!
  const chain = await deployLocalVault(local, { asset, policy, limits: guards, registry })
  await deposit(chain, chain.deployer, 10n ** 17n)
  const replay = await replayEvents(local, market)
  const venue = new CounterfactualVenue(market, 1000)
  venue.moveTo(START)
  const idle = (await readVaultStatus(chain.connection, chain.vault)).idle
  const twin = new SimulatedVault(
    venue,
    asset,
    { amount0: idle.amount0, amount1: idle.amount1 },
    guards,
  )
  const random = seededRandom(seed + 1000)
  const refusals: string[] = []
  let done = 0
  let swaps = 0
  for (let time = START + 1800; time < end; time += 60 + Math.floor(random() * 1500)) {
    await replay.advanceTo(time)
    venue.moveTo(time)
    const varianceX32 = BigInt(Math.floor(random() * 40_000)) << 32n
    const refused = await rebalance(local, chain.vault.address, registry, varianceX32)
    const ranges = [{ tickLower: -60, tickUpper: 60, weightBps: 1 }]
    const decision = {
      kind: 'rebalance',
      swap: 'to-ratio',
      ranges,
      policy: { parameters: policy, varianceX32 },
      reason: '',
    } as const
    expect(twin.refusalOf(decision, time)).toBe(refused)
    if (refused === undefined) {
      const ledger = new AttributionLedger(asset, time, venue.sqrtPriceX96, twin.idle)
      const { swap } = twin.rebalance(decision, time, ledger)
      if (swap !== undefined) swaps++
      done++
    } else refusals.push(refused)
    const status = await readVaultStatus(chain.connection, chain.vault)
    expect({ amount0: status.idle.amount0, amount1: status.idle.amount1 }).toEqual(twin.idle)
    expect(
      status.positions.map(({ tickLower, tickUpper, liquidity }) => ({
        tickLower,
        tickUpper,
        liquidity,
      })),
    ).toEqual(
      twin.positions.map(({ tickLower, tickUpper, liquidity }) => ({
        tickLower,
        tickUpper,
        liquidity,
      })),
    )
  }
  return { done, swaps, refusals: new Set(refusals) }
}

/** Sends a rebalance; the name of the error where the vault refuses. */
async function rebalance(
  { anvil }: LocalMarket,
  vault: Address,
  registry: Address,
  varianceX32: bigint,
): Promise<string | undefined> {
  const call = {
    address: vault,
    abi: strategyVaultAbi,
    functionName: 'rebalance',
    args: [`0x${'00'.repeat(32)}`, varianceX32],
    account: registry,
  } as const
  try {
    await anvil.client.simulateContract(call)
    const hash = await anvil.client.writeContract({ ...call, gas: 20_000_000n, gasPrice: 0n })
    const { status } = await waitUntilMined(anvil.client, hash)
    return status === 'success' ? undefined : 'reverted'
  } catch (error) {
    const cause =
      error instanceof BaseError && error.walk((e) => e instanceof ContractFunctionRevertedError)
    if (cause instanceof ContractFunctionRevertedError) return cause.data?.errorName
    throw error
  }
}

describe('the simulated vault is the contract: same ticks, liquidity, idle balances and refusals', () => {
  it('with a volatility band that swaps', async () => {
    const { done, swaps } = await play(1, band, limits, 1)
    expect(done).toBeGreaterThan(15)
    expect(swaps).toBe(done)
  })

  it('with base and limit order, where the asset is token0', async () => {
    const { done, swaps, refusals } = await play(2, passive, limits, 0)
    expect(done).toBeGreaterThan(15)
    expect(swaps).toBe(0)
    expect(refusals).toContain('PriceUnsettled')
  })

  it('with limits that cut swaps and refuse often', async () => {
    const tight: VaultLimits = {
      maxDeviationTicks: 110,
      maxLossBps: 100,
      dailyTurnoverBps: 1500,
      idleTargetBps: 2500,
      cooldownSeconds: 900,
    }
    const { done, swaps, refusals } = await play(3, band, tight, 0)
    expect(done).toBeGreaterThan(4)
    expect(swaps).toBeGreaterThan(1)
    expect(refusals).toEqual(new Set(['PriceUnsettled', 'CooldownRunning']))
  })
})
