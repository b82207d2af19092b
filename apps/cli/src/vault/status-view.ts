import {
  formatDecimal,
  formatTokenAmount,
  noDepositCap,
  type Vault,
  type VaultStatus,
} from '@tickwise/protocol'
import {
  type Styler,
  formatDuration,
  formatTime,
  formatUnits,
  renderFacts,
  renderTable,
} from '@tickwise/terminal'

type Fact = readonly [string, string]

const nobody = '0x0000000000000000000000000000000000000000'

/** A vault's state for a person. */
export function renderVaultStatus(style: Styler, status: VaultStatus): string {
  const sections = [
    renderFacts([...headFacts(style, status), ...valueFacts(status)]),
    positionsTable(status),
    `Limits and fees\n${renderFacts(limitFacts(status))}`,
    `Who may what\n${renderFacts(roleFacts(status))}`,
    ...(status.account === undefined ? [] : [`Account\n${renderFacts(accountFacts(status))}`]),
  ]
  return sections.join('\n\n')
}

function headFacts(style: Styler, status: VaultStatus): readonly Fact[] {
  const { vault, obstacles } = status
  const state: readonly Fact[] =
    obstacles.length === 0
      ? [['state', style('green', 'healthy')]]
      : obstacles.map(({ sentence }) => ['state', `${style('red', 'closed')}: ${sentence}`])
  return [
    ['vault', `${style('bold', vault.name)} (${vault.share.symbol}), ${vault.address}`],
    ['pool', `${poolName(vault)}, ${vault.pool}`],
    [
      'as of',
      `block ${status.blockNumber} of chain ${status.chainId}, ${formatTime(status.timestamp)} UTC`,
    ],
    ...state,
    ['price', priceLine(status)],
  ]
}

/** `WETH/USDC 0.3 %` */
export function poolName({
  token0,
  token1,
  poolFee,
}: Pick<Vault, 'token0' | 'token1' | 'poolFee'>): string {
  return `${token0.symbol}/${token1.symbol} ${poolFee / 10_000} %`
}

function priceLine({ vault, prices, limits }: VaultStatus): string {
  const now = `${priceAtTick(vault, prices.spotTick)} ${priceUnit(vault)} (tick ${prices.spotTick})`
  if (prices.longTwapTick === null) return `${now}, 30-minute mean not known`
  return (
    `${now}, 30-minute mean ${priceAtTick(vault, prices.longTwapTick)}, ` +
    `spread ${prices.spreadTicks} of ${limits.maxDeviationTicks} ticks`
  )
}

function valueFacts({
  vault,
  value,
  sharePrice,
  supply,
  holdings,
  idle,
  uncollectedFees,
  queue,
}: VaultStatus): readonly Fact[] {
  const three = (amounts: VaultStatus['value']) => {
    const shown = (amount: bigint | null) =>
      amount === null ? '–' : formatDecimal(amount, vault.asset.decimals)
    return `${shown(amounts.bid)} bid, ${shown(amounts.mid)} mid, ${shown(amounts.ask)} ask, in ${vault.asset.symbol}`
  }
  return [
    ['value', three(value)],
    ['share', three(sharePrice)],
    ['supply', formatTokenAmount(supply, vault.share)],
    ['holds', both(vault, holdings)],
    ['idle', both(vault, idle)],
    ['fees due', both(vault, uncollectedFees)],
    ['queue', `${formatTokenAmount(queue.pendingShares, vault.share)} pending, ${queue.address}`],
  ]
}

/** Both tokens, the asset first. */
function both(
  vault: Vault,
  { amount0, amount1 }: { readonly amount0: bigint; readonly amount1: bigint },
): string {
  const texts = [formatTokenAmount(amount0, vault.token0), formatTokenAmount(amount1, vault.token1)]
  return (vault.assetIsToken1 ? texts.reverse() : texts).join(' + ')
}

function positionsTable({ vault, positions }: VaultStatus): string {
  if (positions.length === 0) return 'Positions\nnone: everything is idle'
  const rows = positions.map((position) => {
    const ends = [position.tickLower, position.tickUpper].map((tick) => priceAtTick(vault, tick))
    const [from, to] = vault.assetIsToken1 ? ends : ends.reverse()
    return [
      position.inRange ? 'in range' : 'out of range',
      `${from} to ${to}`,
      `${position.tickLower} to ${position.tickUpper}`,
      formatUnits(position.amount0, vault.token0.decimals),
      formatUnits(position.amount1, vault.token1.decimals),
    ]
  })
  const columns = [
    { title: '' },
    { title: priceUnit(vault) },
    { title: 'ticks' },
    { title: vault.token0.symbol, align: 'right' },
    { title: vault.token1.symbol, align: 'right' },
  ] as const
  return `Positions\n${renderTable(columns, rows)}`
}

function limitFacts({ vault, limits, policy, rebalance, timestamp }: VaultStatus): readonly Fact[] {
  const wait = rebalance.cooldownEndsAt - timestamp
  return [
    ['spread of prices', `${limits.maxDeviationTicks} ticks at most`],
    [
      'deposits',
      limits.depositCap === noDepositCap
        ? 'no cap'
        : `up to ${formatTokenAmount(limits.depositCap, vault.asset)} of value`,
    ],
    ['entry fee', percent(limits.entryFeeBps)],
    ['performance fee', percent(limits.performanceFeeBps)],
    ['management fee', `${percent(limits.managementFeePpm / 100)} a year`],
    [
      'rebalance',
      `loses ${percent(limits.maxLossBps)} at most, leaves ${percent(limits.idleTargetBps)} idle`,
    ],
    [
      'turnover',
      `${percent(rebalance.turnoverAvailableBps)} of ${percent(limits.dailyTurnoverBps)} a day left`,
    ],
    [
      'cooldown',
      `${formatDuration(limits.cooldownSeconds)}, ${wait > 0 ? `over in ${formatDuration(wait)}` : 'over'}`,
    ],
    ['last rebalance', rebalance.lastAt === 0 ? 'never' : `${formatTime(rebalance.lastAt)} UTC`],
    ['policy', policyText(policy)],
  ]
}

function policyText(policy: VaultStatus['policy']): string {
  if (policy.policyId === 1) {
    return (
      `volatility-band, ${policy.widthMilliSigmas / 1000} σ over ${policy.horizonEpochs} epochs, ` +
      `half-width ${policy.minHalfWidthTicks} to ${policy.maxHalfWidthTicks} ticks`
    )
  }
  return `passive, half-width ${policy.baseHalfWidthTicks} ticks, limit order ${policy.limitWidthTicks} ticks`
}

function roleFacts({ roles }: VaultStatus): readonly Fact[] {
  return [
    ['raise risk, open', `timelock ${roles.timelock}`],
    ['lower risk, pause', `guardian ${roles.guardian}`],
    [
      'rebalance',
      roles.registry === nobody ? 'nobody: there is no registry' : `registry ${roles.registry}`,
    ],
    ['receives fees', roles.feeRecipient],
  ]
}

function accountFacts({ vault, account }: VaultStatus): readonly Fact[] {
  if (account === undefined) return []
  const { requests, claimableShares, claimableAssets } = account.queue
  const asset = (amount: bigint) => formatTokenAmount(amount, vault.asset)
  const share = (amount: bigint) => formatTokenAmount(amount, vault.share)
  return [
    ['address', account.address],
    ['shares', `${share(account.shares)}, worth ${asset(account.sharesValue)}`],
    ['wallet', asset(account.assetBalance)],
    [
      'can deposit',
      account.maxDeposit > account.assetBalance ? 'all of the wallet' : asset(account.maxDeposit),
    ],
    ['can withdraw', `${asset(account.maxWithdraw)} now`],
    ...requests
      .filter(({ pendingShares }) => pendingShares > 0n)
      .map(({ requestId, pendingShares }): Fact => [
        `request ${requestId}`,
        `${share(pendingShares)} pending`,
      ]),
    ...(claimableShares > 0n
      ? [['claimable', `${asset(claimableAssets)} for ${share(claimableShares)}`] as const]
      : []),
  ]
}

/** Basis points as a percentage. */
function percent(bps: number): string {
  return `${bps / 100} %`
}

/** `USDC per WETH` */
export function priceUnit({ asset, token0, token1, assetIsToken1 }: Vault): string {
  return `${asset.symbol} per ${assetIsToken1 ? token0.symbol : token1.symbol}`
}

/** Price of a tick in human units of the asset; for tables only. */
export function priceAtTick({ token0, token1, assetIsToken1 }: Vault, tick: number): string {
  const price1Per0 = 1.0001 ** tick * 10 ** (token0.decimals - token1.decimals)
  const price = assetIsToken1 ? price1Per0 : 1 / price1Per0
  return price.toLocaleString('en-US', { maximumSignificantDigits: 7 })
}
