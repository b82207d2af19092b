import type { Database } from './database.ts'

/** The right to act, until a time, with a number that grows with each change of hands. */
export interface Lease {
  readonly name: string
  readonly holder: string
  readonly fence: number
  /** Unix seconds. */
  readonly expires: number
}

/** What came of asking for a lease. */
export type LeaseAnswer =
  | { readonly held: true; readonly lease: Lease }
  /** Someone else has it. */
  | { readonly held: false; readonly lease: Lease }

/** Who asks, when and for how long. */
export interface LeaseRequest {
  readonly name: string
  readonly holder: string
  /** Unix seconds. */
  readonly now: number
  readonly seconds: number
  /** Whether a holder is known to be gone, so that nobody waits for the dead. */
  readonly isGone: (holder: string) => boolean
}

/** Takes or renews a lease; the fence grows when it changes hands. */
export function takeLease(database: Database, request: LeaseRequest): LeaseAnswer {
  const { name, holder, now, seconds, isGone } = request
  return database.atomically(() => {
    const found = readLease(database, name)
    const free =
      found === undefined || found.holder === holder || found.expires <= now || isGone(found.holder)
    if (!free) return { held: false, lease: found }
    const fence = found?.holder === holder ? found.fence : (found?.fence ?? 0) + 1
    const lease = { name, holder, fence, expires: now + seconds }
    database.run(
      `insert into lease (name, holder, fence, expires) values (?, ?, ?, ?)
       on conflict (name) do update set holder = excluded.holder, fence = excluded.fence,
         expires = excluded.expires`,
      name,
      holder,
      fence,
      lease.expires,
    )
    return { held: true, lease }
  })
}

/** Gives a lease back; the number stays, so that an old holder is still found out. */
export function releaseLease(database: Database, { name, holder, fence }: Lease): void {
  database.run(
    'update lease set expires = 0 where name = ? and holder = ? and fence = ?',
    name,
    holder,
    fence,
  )
}

/** Whether a lease is still in the hands that it was given to. Ask inside the transaction it guards. */
export function stillHeld(database: Database, lease: Lease): boolean {
  const found = readLease(database, lease.name)
  return found?.holder === lease.holder && found.fence === lease.fence
}

function readLease(database: Database, name: string): Lease | undefined {
  return database.get<Lease>('select name, holder, fence, expires from lease where name = ?', name)
}
