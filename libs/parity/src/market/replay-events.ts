import { InvariantError, rowCountAtTime } from '@tickwise/amm'
import type { MarketData } from '@tickwise/backtest'
import { mineOnRequest, type RpcRequest } from '@tickwise/localchain'
import { numberToHex, type Address, type Hex } from 'viem'
import { encodeBatch, encodeEvent, type EventCall } from './encode-event.ts'
import type { LocalMarket } from './open-local-market.ts'

/** The recorded market, happening again on a node. Time moves forward only. */
export interface Replay {
  /** Unix seconds of the latest block. */
  readonly now: number
  /** Events that have happened. */
  readonly rows: number
  /**
   * Lets every event up to `timestamp` happen in a block of its own second, and ends with a block at
   * `timestamp`. Until the next call the node's clock stands still: what anybody sends meanwhile is mined at once,
   * in that same second, after the market.
   *
   * @throws InvariantError `E_REPLAY` when the pool refuses an event
   */
  advanceTo(timestamp: number): Promise<void>
}

/** Blocks that may be on their way before the first of them is waited for. */
const pipeline = 256

/**
 * Begins to replay a dataset on the node that {@link openLocalMarket} prepared: each swap, mint and burn is the
 * pool's own. Events of one second share a block and a transaction.
 *
 * @example
 * const replay = await replayEvents(local, data)
 * await replay.advanceTo(noon)
 */
export async function replayEvents(local: LocalMarket, data: MarketData): Promise<Replay> {
  const { anvil } = local
  const { columns } = data
  const block = await anvil.client.getBlock()
  await anvil.rpc.send([{ method: 'anvil_setBlockTimestampInterval', params: [0] }])
  let now = Number(block.timestamp)
  let row = 0
  const sender = createSender(local)

  /** One block with the events of the next second. */
  const nextBlock = (): Promise<void> => {
    const timestamp = columns.timestamp[row] ?? 0
    const calls: EventCall[] = []
    const first = row
    for (; row < columns.length && columns.timestamp[row] === timestamp; row++) {
      const call = row === local.anchorRow ? undefined : encodeEvent(local, columns, row)
      if (call !== undefined) calls.push(call)
    }
    if (calls.length === 0) return Promise.resolve()
    now = timestamp
    return sender.mine(timestamp, calls, first)
  }

  return {
    get now() {
      return now
    },
    get rows() {
      return row
    },
    async advanceTo(timestamp) {
      await mineOnRequest(anvil)
      const end = rowCountAtTime(columns, timestamp)
      while (row < end) {
        const mined: Promise<void>[] = []
        while (row < end && mined.length < pipeline) mined.push(nextBlock())
        await Promise.all(mined)
      }
      if (now < timestamp) await anvil.rpc.send([mineAt(timestamp)])
      now = Math.max(now, timestamp)
      await sender.check()
      await anvil.client.setAutomine(true)
    },
  }
}

function createSender({ anvil, actor, pool, operator }: LocalMarket) {
  const sent: { readonly hash: Hex; readonly row: number }[] = []
  return {
    async mine(timestamp: number, calls: readonly EventCall[], row: number): Promise<void> {
      const transactions = inTransactions(calls, actor, pool)
      const answers = transactions.map(({ to, data }) =>
        anvil.rpc.send([transaction(operator, to, data)]),
      )
      const mined = anvil.rpc.send([mineAt(timestamp)])
      const [hash] = (await answers.at(-1)) ?? []
      await mined
      sent.push({ hash: hash as Hex, row })
    },
    /** Transactions run in order and all or none: where one failed, a later swap would too, or the price is off. */
    async check(): Promise<void> {
      const hashes = sent.splice(0)
      for (let i = 0; i < hashes.length; i += 500) {
        const part = hashes.slice(i, i + 500)
        const receipts = await anvil.rpc.send(
          part.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
        )
        const failed = receipts.findIndex(
          (receipt) => (receipt as { status?: string } | null)?.status !== '0x1',
        )
        if (failed < 0) continue
        throw new InvariantError('E_REPLAY', 'the pool refused a recorded event', {
          hint: 'report this with the dataset',
          facts: { row: part[failed]?.row ?? -1 },
        })
      }
    },
  }
}

/** Neighbouring calls of the actor share a transaction. */
function inTransactions(
  calls: readonly EventCall[],
  actor: Address,
  pool: Address,
): readonly { readonly to: Address; readonly data: Hex }[] {
  const groups: EventCall[][] = []
  for (const call of calls) {
    const open = groups.at(-1)
    if (call.by === 'actor' && open?.[0]?.by === 'actor') open.push(call)
    else groups.push([call])
  }
  return groups.map((group) => {
    const [only, ...others] = group
    if (only?.by === 'owner') return { to: pool, data: only.data }
    const data =
      others.length === 0 && only ? only.data : encodeBatch(group.map((call) => call.data))
    return { to: actor, data }
  })
}

function transaction(from: Address, to: Address, data: Hex): RpcRequest {
  const gas = numberToHex(1_000_000_000)
  return { method: 'eth_sendTransaction', params: [{ from, to, data, gas, gasPrice: '0x0' }] }
}

function mineAt(timestamp: number): RpcRequest {
  return { method: 'evm_mine', params: [numberToHex(timestamp)] }
}
