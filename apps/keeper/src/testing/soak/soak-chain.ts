import { mineBlock } from '@tickwise/localchain'
import { usdcUnit, wethUnit, type InferenceSetup } from '@tickwise/protocol/testing'
import { numberToHex, type Address, type Hash } from 'viem'

/** The chain of a soak: a block comes only when it is asked for, at the second that is asked for. */
export interface SoakChain {
  /** Number and Unix second of the newest block. */
  head(): { readonly number: number; readonly timestamp: number }
  /** A block with whatever waits. @param baseFeeWei per gas */
  mineAt(timestamp: number, baseFeeWei: bigint): Promise<void>
  /** A block with a trade that moves the price by about so many ticks. */
  tradeAt(timestamp: number, ticks: number): Promise<void>
  /** Other blocks, without transactions, in the place of the last ones. */
  reorganise(depth: number): Promise<void>
  /** Throws away what waits. */
  drop(hashes: readonly Hash[]): Promise<void>
  setBalance(address: Address, wei: bigint): Promise<void>
  balanceOf(address: Address): Promise<bigint>
}

/** Takes over the mining of a setup's node. */
export async function takeOverChain({ market }: InferenceSetup): Promise<SoakChain> {
  const { anvil } = market
  const { client, rpc } = anvil
  await client.setAutomine(false)
  let head = { number: 0, timestamp: 0 }
  let baseFee = 0n
  const look = async (): Promise<void> => {
    const block = await client.getBlock()
    head = { number: Number(block.number), timestamp: Number(block.timestamp) }
  }
  await look()
  const setBaseFee = (wei: bigint): void => {
    if (wei === 0n && baseFee === 0n) return
    baseFee = wei
    void rpc.send([{ method: 'anvil_setNextBlockBaseFeePerGas', params: [numberToHex(wei)] }])
  }
  const later = (timestamp: number): number => Math.max(timestamp, head.timestamp + 1)
  return {
    head: () => head,
    mineAt: async (wanted, baseFeeWei) => {
      const timestamp = later(wanted)
      setBaseFee(baseFeeWei)
      await rpc.send([{ method: 'evm_mine', params: [numberToHex(timestamp)] }])
      head = { number: head.number + 1, timestamp }
    },
    tradeAt: async (wanted, ticks) => {
      const timestamp = later(wanted)
      // Whoever trades here pays nothing for gas.
      setBaseFee(0n)
      const call =
        ticks < 0
          ? market.sellCall(market.weth, (BigInt(-ticks) * 1_118n * wethUnit) / 1_000n)
          : market.sellCall(market.usdc, BigInt(ticks) * 2_236n * usdcUnit)
      await mineBlock(anvil, { timestamp, transactions: [{ from: market.deployer, ...call }] })
      head = { number: head.number + 1, timestamp }
    },
    reorganise: async (depth) => {
      await rpc.send([{ method: 'anvil_reorg', params: [depth, []] }])
      await look()
    },
    drop: async (hashes) => {
      for (const hash of hashes) {
        await rpc
          .send([{ method: 'anvil_dropTransaction', params: [hash] }])
          // It is in a block, or was thrown away before.
          .catch(() => undefined)
      }
    },
    setBalance: (address, value) => client.setBalance({ address, value }),
    balanceOf: (address) => client.getBalance({ address }),
  }
}
