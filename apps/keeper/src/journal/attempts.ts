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
    `update tx_attempt set status = 'sent', endpoint = ?, sent_block = ? where id = ?`,
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

/** Notes that the block of an attempt is no longer of the chain. */
export function noteVanished(database: Database, id: number): void {
  database.run(
    `update tx_attempt set status = 'sent', block_number = null, block_hash = null, reverted = null
     where id = ?`,
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
