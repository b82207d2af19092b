import { formatEther } from 'viem'
import type { KeeperLook, VaultLook } from './keeper-look.ts'
import type { Spending } from './watch-spending.ts'

/** With what gas has cost and how long the balance lasts, as far as both are known. */
export function withPurse(
  look: KeeperLook,
  spending: Spending | undefined,
  balanceWei: bigint | undefined,
): KeeperLook {
  if (spending === undefined) return look
  const gas = { day: feeText(spending.dayWei), week: feeText(spending.weekWei) }
  if (balanceWei === undefined) return { ...look, gas }
  const paced = look.vaults.map(({ vault, chain }) => ({
    vault,
    epochSeconds: chain?.epochSeconds,
  }))
  const vaults = look.vaults.map((own): VaultLook => {
    const cost = spending.vaults.get(own.vault.toLowerCase())
    const epochs = runwayEpochs(spending, balanceWei, paced, own.vault)
    if (cost === undefined || epochs === undefined) return own
    const { perEpochWei, epochs: meanOf } = cost
    return { ...own, runway: { epochs, perEpoch: feeText(perEpochWei), meanOf } }
  })
  return { ...look, gas, vaults }
}

/** A vault and how long its epochs are, where that is known. */
export interface PacedVault {
  readonly vault: string
  readonly epochSeconds?: number | undefined
}

/**
 * How many epochs of a vault a balance lasts when all vaults cost what they cost lately; `undefined` where nothing
 * was paid for it, or the pace of a vault that costs is not known.
 *
 * @example
 * runwayEpochs(spending, 10n ** 18n, vaults, vault) // 412
 */
export function runwayEpochs(
  { vaults: costs }: Spending,
  balanceWei: bigint,
  vaults: readonly PacedVault[],
  vault: string,
): number | undefined {
  const of = vaults.find((known) => known.vault === vault)?.epochSeconds
  if (of === undefined || !costs.has(vault.toLowerCase())) return undefined
  let perEpoch = 0
  for (const { vault: name, epochSeconds } of vaults) {
    const cost = costs.get(name.toLowerCase())
    if (cost === undefined) continue
    if (epochSeconds === undefined) return undefined
    perEpoch += (Number(cost.perEpochWei) * of) / epochSeconds
  }
  return perEpoch === 0 ? undefined : Math.floor(Number(balanceWei) / perEpoch)
}

/** A cost in the native token, three digits that count: gas of a rollup has many zeros before them. */
function feeText(wei: bigint): string {
  return String(Number(Number(formatEther(wei)).toPrecision(3)))
}
