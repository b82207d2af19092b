// The fee-growth index against sums over all steps, and its float path against its exact one.
import {
  amountsForLiquidityDown,
  feeGrowthBetween,
  feesPerLiquidityFast,
  replaySteps,
} from '@tickwise/amm'
import { poolPriceAt } from '@tickwise/backtest'
import { claim, commands, count, table, tiny } from './page.mjs'
import { importCommand, windowNames } from './datasets.mjs'

const queries = 10_000
const allowedError = 1e-9
const seed = 20_250_627
/** Liquidity of the position whose value is compared; any other gives the same relative errors. */
const liquidity = 10n ** 18n

export function indexSection(datasets) {
  const windows = windowNames.map((name) => measure(name, datasets[name]))
  const worst = Math.max(
    ...windows.map(({ feeError, valueError }) => Math.max(feeError, valueError)),
  )
  const allEqual = windows.every(({ equal }) => equal === queries)
  const text = `## Fee-growth index

${claim(allEqual)} The fee growth inside any range between any two events, which the index answers by binary
search, equals the sum over all recorded steps in the range bit for bit, in both tokens: for ${count(queries)} random
(range, stretch) pairs per window (seed ${seed}), ranges of 10 to 2,000 ticks around the price path, from one
event to the whole window.

${claim(worst <= allowedError)} The float64 fast path stays within ${tiny(allowedError)} of the exact answer, in fees and in the value of a position
with its fees. The largest error found is ${tiny(worst)}.

${table(
  [
    'window',
    'pairs equal in all bits>',
    'of them with fees>',
    'largest float error of fees>',
    'largest float error of value>',
  ],
  windows.map((one) => [
    one.name,
    `${count(one.equal)} of ${count(queries)}`,
    count(one.withFees),
    tiny(one.feeError),
    tiny(one.valueError),
  ]),
)}

The sums come from an independent walk over the steps of the replay: no growth outside of ticks, no
crossings. Errors are relative; the value is that of a position in the range at the end of the stretch.

${commands(importCommand('w2'), '(cd libs/amm && npx vitest run src/fee-growth-index.real.test.ts)')}
`
  return { holds: allEqual && worst <= allowedError, text }
}

function measure(name, dataset) {
  const index = dataset.index()
  const sums = sumsByInterval(dataset)
  const random = randomIntegers(seed)
  const found = { name, equal: 0, withFees: 0, feeError: 0, valueError: 0 }
  for (let query = 0; query < queries; query++) {
    const [lower, upper, from, to] = randomQuery(random, index)
    const exact = feeGrowthBetween(index, lower, upper, from, to)
    const [sum0, sum1] = sums.map((token) => sumInside(token, lower, upper, from, to))
    if (exact.growth0X128 === sum0 && exact.growth1X128 === sum1) found.equal++
    if (sum0 + sum1 > 0n) found.withFees++
    const fast = feesPerLiquidityFast(index, lower, upper, from, to)
    const feeErrors = [relative(fast.fee0, sum0), relative(fast.fee1, sum1)]
    found.feeError = Math.max(found.feeError, ...feeErrors)
    const valueError = errorOfValue(dataset, [lower, upper, to], fast, [sum0, sum1])
    found.valueError = Math.max(found.valueError, valueError)
  }
  return found
}

/** Per token and interval: rows of its steps, and the growth summed up to each. */
function sumsByInterval({ columns, spec, startState }) {
  const sums = [new Map(), new Map()]
  replaySteps(columns, spec, startState, {
    onStep({ row, index, token, growthX128 }) {
      let interval = sums[token].get(index)
      if (interval === undefined) sums[token].set(index, (interval = { rows: [], totals: [0n] }))
      interval.rows.push(row)
      interval.totals.push(interval.totals.at(-1) + growthX128)
    },
  })
  return sums
}

function sumInside(token, lower, upper, from, to) {
  let growth = 0n
  for (let index = lower / 10; index < upper / 10; index++) {
    const interval = token.get(index)
    if (interval === undefined) continue
    growth += interval.totals[countBelow(interval.rows, to)]
    growth -= interval.totals[countBelow(interval.rows, from)]
  }
  return growth
}

/** How many of the ascending rows are below `limit`. */
function countBelow(rows, limit) {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle] < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** A range around where the price once was; every third stretch is a single event. */
function randomQuery(random, index) {
  const middle = Math.round((index.tickAtRow[random(0, index.length)] ?? 0) / 10) + random(-20, 20)
  const below = random(0, random(0, 1) === 0 ? 10 : 100)
  const above = random(1, random(0, 1) === 0 ? 10 : 100)
  const from = random(0, index.length - 1)
  const length = random(0, 2) === 0 ? 1 : random(1, 2 ** random(1, 19))
  return [(middle - below) * 10, (middle + above) * 10, from, Math.min(index.length, from + length)]
}

/** Integers from `low` to `high` by Lehmer's generator (multiplier 48271, modulus 2^31 − 1). */
function randomIntegers(start) {
  let state = start
  return (low, high) => {
    state = (state * 48_271) % 2_147_483_647
    return low + (state % (high - low + 1))
  }
}

/** Growths of a window are far below 2^256: no number here overflows. */
function relative(fast, exactX128) {
  const exact = Number(exactX128) / 2 ** 128
  return exact === 0 ? Math.abs(fast) : Math.abs(fast / exact - 1)
}

function errorOfValue({ columns, startState }, [lower, upper, to], fast, exactX128) {
  const price = poolPriceAt(columns, startState, to)
  if (price === undefined) return 0
  const { sqrtPriceX96 } = price
  const price1Per0 = (Number(sqrtPriceX96) / 2 ** 96) ** 2
  const held = amountsForLiquidityDown(sqrtPriceX96, lower, upper, liquidity)
  const valueWith = (fee0, fee1) =>
    (Number(held.amount0) + fee0) * price1Per0 + Number(held.amount1) + fee1
  const own = Number(liquidity)
  // Scaled down by 2^64 as an integer first, so that the exact side is rounded once.
  const [fee0, fee1] = exactX128.map((growth) => Number((growth * liquidity) >> 64n) / 2 ** 64)
  return Math.abs(valueWith(fast.fee0 * own, fast.fee1 * own) / valueWith(fee0, fee1) - 1)
}
