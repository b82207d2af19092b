import { formatTokenAmount } from '@tickwise/protocol'
import { formatEther, formatUnits } from 'viem'
import type { KeptVaultStatus } from '../commands/read-status.ts'
import type { ChainLook } from './keeper-look.ts'

/** X16 numbers of the registry. */
const x16 = 65_536

/** What is read of a vault, as a screen shows it. */
export function chainLook(kept: KeptVaultStatus): ChainLook {
  const { status, account, record, skill, next, due, epoch, epochSeconds } = kept
  const { asset, share, name } = status.vault
  const { revealed, traded, withheld, missed, slashed } = record
  return {
    name,
    symbol: share.symbol,
    blockNumber: Number(status.blockNumber),
    timestamp: status.timestamp,
    obstacles: status.obstacles.map(({ sentence }) => sentence),
    nav: formatTokenAmount(status.value.mid, asset),
    navNumber: Number(formatUnits(status.value.mid, asset.decimals)),
    sharePrice: formatTokenAmount(status.sharePrice.mid, asset),
    spotTick: status.prices.spotTick,
    ranges: status.positions.map(({ tickLower, tickUpper }) => [tickLower, tickUpper] as const),
    epoch,
    epochSeconds,
    next,
    bond: `${formatTokenAmount(account.bondFree, asset)} free, ${formatTokenAmount(account.bondLocked, asset)} locked`,
    earned: {
      held: formatTokenAmount(status.account?.shares ?? 0n, share),
      worth: formatTokenAmount(status.account?.sharesValue ?? 0n, asset),
      ...(due === undefined ? {} : { due: formatTokenAmount(due.shares, share) }),
    },
    isAllowed: account.allowed,
    record: { revealed, traded, withheld, missed, slashed },
    skill: {
      scored: skill.scored,
      loss: skill.lossX16 / x16,
      ewma: skill.ewmaLossX16 / x16,
      benchmark: skill.benchmarkLossX16 / x16,
    },
  }
}

/** An amount of the native token. */
export const nativeText = (wei: bigint): string => Number(formatEther(wei)).toPrecision(6)
