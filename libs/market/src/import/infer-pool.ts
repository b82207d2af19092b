import { encodeEvents, kindCode } from '@tickwise/amm'
import type { PoolEvent } from '@tickwise/amm'
import type { PoolIdentity } from '../manifest.ts'
import { impliedFee } from './check-identity.ts'
import type { EventSource } from './event-source.ts'
import { spacingOfFee } from './pool-identity.ts'
import type { PoolMeta, ResolvedPool } from './pool-identity.ts'

/** Events that are enough to see fee and spacing. */
const sampledEvents = 20_000
/** A fee tier is recognised when the median implied fee is this close to it, as a share. */
const tolerance = 0.02

/** An address that nothing has: the source does not say which one it is. */
const unknownAddress = `0x${'0'.repeat(40)}` as const

const sample = async (source: EventSource): Promise<readonly PoolEvent[]> => {
  const events: PoolEvent[] = []
  for await (const { event } of source.events()) {
    events.push(event)
    if (events.length === sampledEvents) break
  }
  return events
}

const tierOf = (fee: number): number | undefined =>
  Object.keys(spacingOfFee)
    .map(Number)
    .find((tier) => Math.abs(fee - tier) <= tolerance * tier)

/** Fee tier and spacing that both the amounts of swaps and the ranges of mints and burns agree with. */
const feeAndSpacing = (
  events: readonly PoolEvent[],
  meta: PoolMeta,
): { readonly fee: number; readonly tickSpacing: number } | undefined => {
  const columns = encodeEvents(events)
  const spacings = meta.tickSpacing === undefined ? [1, 10, 60, 200] : [meta.tickSpacing]
  const implied = spacings.map((spacing) => impliedFee(columns, spacing)).find(Boolean)
  const fee = meta.fee ?? (implied === undefined ? undefined : tierOf(implied))
  const tickSpacing = meta.tickSpacing ?? (fee === undefined ? undefined : spacingOfFee[fee])
  if (fee === undefined || tickSpacing === undefined) return undefined
  for (let row = 0; row < columns.length; row++) {
    const kind = columns.kind[row]
    if (kind !== kindCode.mint && kind !== kindCode.burn) continue
    const onSpacing = [columns.tickA[row], columns.tickB[row]].every(
      (tick) => (tick ?? 0) % tickSpacing === 0,
    )
    if (!onSpacing) return undefined
  }
  return { fee, tickSpacing }
}

/**
 * A pool that its source does not name, by what its events show: the fee from the amounts of swaps, the
 * spacing from the fee tier, both against the ranges of mints and burns. What no event shows is left
 * unknown and said to be: chain 0, tokens named `token0` and `token1` with 0 decimals, so that every
 * amount is shown in raw units. Undefined where the events do not show fee and spacing either.
 *
 * @example
 * (await inferPool(source, {}))?.pool.fee // 500
 */
export const inferPool = async (
  source: EventSource,
  meta: PoolMeta,
): Promise<ResolvedPool | undefined> => {
  const spec = feeAndSpacing(await sample(source), meta)
  if (spec === undefined) return undefined
  const token = (index: 0 | 1): PoolIdentity['token0'] => {
    const said = index === 0 ? meta.token0 : meta.token1
    return {
      address: hexOf(said?.address),
      symbol: said?.symbol ?? `token${index}`,
      decimals: said?.decimals ?? 0,
    }
  }
  return {
    pool: {
      chainId: meta.chainId ?? 0,
      address: hexOf(meta.address),
      token0: token(0),
      token1: token(1),
      ...spec,
    },
    how:
      `not named by the source: fee ${spec.fee / 10_000} % and spacing ${spec.tickSpacing} come from the events; ` +
      'without decimals amounts are in raw units (name it with --chain-id and --pool)',
  }
}

const hexOf = (address: string | undefined): PoolIdentity['address'] =>
  address === undefined ? unknownAddress : `0x${address.toLowerCase().replace(/^0x/, '')}`
