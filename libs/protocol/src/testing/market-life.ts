import { sendAndConfirm, tokenAbi } from '@tickwise/localchain'
import type { Address } from 'viem'
import { usdcUnit, wethUnit, type LocalMarket } from './local-market.ts'

/** Unix seconds of the latest block. */
export async function timeOf({ anvil }: LocalMarket): Promise<number> {
  return Number((await anvil.client.getBlock()).timestamp)
}

/** Moves the chain to a time, with an empty block there; nothing where it is past it. */
export async function passUntil(market: LocalMarket, timestamp: number): Promise<void> {
  if ((await timeOf(market)) >= timestamp) return
  await market.anvil.client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) })
  await market.anvil.client.mine({ blocks: 1 })
}

/** Ticks that each trade of a round moves the price, about; they sum to 0. No epoch is like another. */
const round = [9, -14, 6, 11, -18, 7, -5, 13, -9, 8, -8]

/** Trades at even distances until a time, so that the epochs on the way have a variance. */
export async function tradeUntil(
  market: LocalMarket,
  timestamp: number,
  everySeconds: number,
): Promise<void> {
  const start = await timeOf(market)
  const first = Math.floor(start / everySeconds + 1) * everySeconds
  for (let at = first; at < timestamp; at += everySeconds) {
    const move = round[(at / everySeconds) % round.length] ?? 1
    await market.anvil.client.setNextBlockTimestamp({ timestamp: BigInt(at) })
    await trade(market, move)
  }
  await passUntil(market, timestamp)
}

/** One trade that moves the price of WETH by about so many ticks, in thousandths of 1 % each. */
export async function trade(market: LocalMarket, ticks: number): Promise<void> {
  // Liquidity of 10^18 at 2,000 is about 22,360 WETH on one side: 1.118 WETH are a tick.
  if (ticks < 0) await market.sell(market.weth, (BigInt(-ticks) * 1_118n * wethUnit) / 1_000n)
  else await market.sell(market.usdc, BigInt(ticks) * 2_236n * usdcUnit)
}

/** Gives an account the asset of the vaults, and native tokens for gas. */
export async function fund(market: LocalMarket, account: Address, usdc: bigint): Promise<void> {
  await market.anvil.client.setBalance({ address: account, value: 100n * wethUnit })
  await sendAndConfirm(market.anvil, {
    to: market.usdc,
    abi: tokenAbi,
    functionName: 'mint',
    args: [account, usdc],
  })
}
