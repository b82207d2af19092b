import type { Hash } from 'viem'
import type { Database } from './database.ts'
import type { Attempt } from './records.ts'

interface Row {
  readonly id: number
  readonly job: number
  readonly purpose: Attempt['purpose']
  readonly nonce: number
  readonly hash: Hash
  readonly raw: Hash
  readonly max_fee_wei: string
  readonly tip_wei: string
  readonly status: Attempt['status']
  readonly endpoint: string | null
  readonly signed_at: number
  readonly sent_block: number | null
  readonly block_number: number | null
  readonly block_hash: Hash | null
  readonly reverted: number | null
}

/** A signed transaction as it is written before it is sent. */
export type NewAttempt = Pick<
  Attempt,
  'job' | 'purpose' | 'nonce' | 'hash' | 'raw' | 'maxFeePerGasWei' | 'tipWei' | 'signedAt'
>

/** Writes the signed bytes of an attempt. The same bytes twice are one attempt. */
export function insertAttempt(database: Database, attempt: NewAttempt): void {
  const { job, purpose, nonce, hash, raw, maxFeePerGasWei, tipWei, signedAt } = attempt
  database.run(
    `insert into tx_attempt (job, purpose, nonce, hash, raw, max_fee_wei, tip_wei, status, signed_at)
     values (?, ?, ?, ?, ?, ?, ?, 'signed', ?) on conflict (hash) do nothing`,
    job,
    purpose,
    nonce,
    hash,
    raw,
    String(maxFeePerGasWei),
    String(tipWei),
    signedAt,
  )
}

/** Notes that the bytes were handed to an endpoint. */
export function noteSent(
  database: Database,
  id: number,
  endpoint: string,
  sentBlock: bigint,
): void {
  database.run(
    `update tx_attempt set status = 'sent', endpoint = ?, sent_block = coalesce(sent_block, ?)
     where id = ?`,
    endpoint,
    Number(sentBlock),
    id,
  )
}

/** Notes the block that an attempt is in. */
export function noteMined(
  database: Database,
  id: number,
  block: { readonly number: bigint; readonly hash: Hash },
  reverted: boolean,
): void {
  database.run(
    `update tx_attempt set status = 'mined', block_number = ?, block_hash = ?, reverted = ?
     where id = ?`,
    Number(block.number),
    block.hash,
    Number(reverted),
    id,
  )
}

/** Notes that the block of an attempt is no longer of the chain: it waits again, from this head on. */
export function noteVanished(database: Database, id: number, head: bigint): void {
  database.run(
    `update tx_attempt set status = 'sent', sent_block = ?, block_number = null, block_hash = null,
       reverted = null where id = ?`,
    Number(head),
    id,
  )
}

/** Notes that another transaction took the nonce. */
export function noteLost(database: Database, id: number): void {
  database.run(`update tx_attempt set status = 'lost' where id = ?`, id)
}

/** All attempts of a job, oldest first. */
export function attemptsOf(database: Database, job: number): readonly Attempt[] {
  return database.all<Row>('select * from tx_attempt where job = ? order by id', job).map(toAttempt)
}

/** Attempts of an account that wait for a block, by nonce; of all its jobs, also for other vaults. */
export function waitingAttempts(
  database: Database,
  chain: number,
  account: string,
): readonly Attempt[] {
  return database
    .all<Row>(
      `select a.* from tx_attempt a join job j on j.id = a.job
       where j.chain = ? and j.keeper = ? and a.status in ('signed', 'sent')
         and j.state in ('planned', 'signed', 'sent', 'mined') order by a.nonce, a.id`,
      chain,
      account,
    )
    .map(toAttempt)
}

/** The last bytes that were signed for a nonce of an account, whatever became of them. */
export function bytesOfNonce(
  database: Database,
  chain: number,
  account: string,
  nonce: number,
): Attempt['raw'] | undefined {
  const row = database.get<Pick<Row, 'raw'>>(
    `select a.raw from tx_attempt a join job j on j.id = a.job
     where j.chain = ? and j.keeper = ? and a.nonce = ? order by a.id desc limit 1`,
    chain,
    account,
    nonce,
  )
  return row?.raw
}

/** Writes the next nonce of an account, for whoever looks at the ledger. */
export function writeNonce(database: Database, chain: number, account: string, next: number): void {
  database.run(
    `insert into nonce (chain, account, next) values (?, ?, ?)
     on conflict (chain, account) do update set next = excluded.next`,
    chain,
    account,
    next,
  )
}

function toAttempt(row: Row): Attempt {
  const { block_number, block_hash } = row
  return {
    id: row.id,
    job: row.job,
    purpose: row.purpose,
    nonce: row.nonce,
    hash: row.hash,
    raw: row.raw,
    maxFeePerGasWei: BigInt(row.max_fee_wei),
    tipWei: BigInt(row.tip_wei),
    status: row.status,
    endpoint: row.endpoint ?? undefined,
    signedAt: row.signed_at,
    sentBlock: row.sent_block === null ? undefined : BigInt(row.sent_block),
    block:
      block_number === null || block_hash === null
        ? undefined
        : { number: BigInt(block_number), hash: block_hash },
    reverted: row.reverted === 1,
  }
}
