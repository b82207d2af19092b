// A recorded day executed in the exact pool, from one full state read from the chain to the next.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ExactPool, feeGrowthGlobal } from '@tickwise/amm'
import { claim, commands, count, outOf, table } from './page.mjs'
import { importCommand, sources } from './datasets.mjs'

export function fullStateSection(data, { wbtc }) {
  const folder = join(data, sources.wbtc.source)
  const day = executeDay(folder, wbtc)
  const after = readJson(folder, 'poolAfter').data
  const end = compareEnd(day.pool, after)
  const growth = feeGrowthGlobal(wbtc.index(), wbtc.columns.length)
  const start = wbtc.startState
  const replayed =
    start.feeGrowthGlobal0X128 + growth.growth0X128 === BigInt(after.feeGrowthGlobal0X128) &&
    start.feeGrowthGlobal1X128 + growth.growth1X128 === BigInt(after.feeGrowthGlobal1X128)
  const { swap, mint, burn } = day.all
  const holds =
    replayed &&
    swap + mint + burn === day.equal.swap + day.equal.mint + day.equal.burn &&
    end.fields === end.allFields &&
    end.positions === end.allPositions
  const text = `## Swap, mint, burn: from one full state to the next

${claim(holds)} The exact pool (\`ExactPool\`), given the full state of WBTC/WETH 0.3 % (Ethereum) at block
${count(start.blockNumber)} and the transactions up to block ${count(wbtc.chainStates.at(-1).blockNumber)}, gives every recorded swap and the full
state the chain had then.

${table(
  ['compared with the chain', 'equal>'],
  [
    [
      'swaps, in all five fields (both amounts, sqrt price, tick, in-range liquidity)',
      outOf(day.equal.swap, day.all.swap),
    ],
    ['mints, in both amounts', outOf(day.equal.mint, day.all.mint)],
    [
      'burns, in amount1 (the file repeats the liquidity in place of amount0)',
      outOf(day.equal.burn, day.all.burn),
    ],
    [
      'end: sqrt price, tick, liquidity, fee growth of both tokens',
      outOf(end.fields, end.allFields),
    ],
    [
      'end: positions, in liquidity and fee growth inside of both tokens',
      outOf(end.positions, end.allPositions),
    ],
    ['end: initialised ticks, in every field', outOf(end.ticks, end.allTicks)],
    [
      'end: fee growth of both tokens from the events alone (replay and index)',
      replayed ? 'yes' : 'no',
    ],
  ],
)}

**Not exact.** An event does not say how a swap was asked for: exact input, exact output and "up to this
price" are tried in this order. The ${count(end.allTicks - end.ticks)} tick that is missing lies outside the tick range read at the start.
What positions are owed (\`tokensOwed\`) cannot be compared: the file has no Collect events.

${commands(
  importCommand('wbtc'),
  'npx tickwise data check data/wbtc',
  '(cd libs/amm && npx vitest run src/full-state-replay.test.ts)',
)}
`
  return { holds, text }
}

function executeDay(folder, { spec, startState }) {
  const positions = positionsOf(readJson(folder, 'pool').data)
  let pool = ExactPool.fromState(spec, startState, { positions })
  const all = { swap: 0, mint: 0, burn: 0 }
  const equal = { swap: 0, mint: 0, burn: 0 }
  for (const transaction of readJson(folder, 'transactions').data) {
    const { method, timestamp, owner, tickLower, tickUpper } = transaction
    const kind = method.toLowerCase()
    all[kind]++
    if (kind === 'swap') {
      const after = swapAsRecorded(pool, transaction)
      if (after === undefined) continue
      equal.swap++
      pool = after
      continue
    }
    const request = { owner, tickLower, tickUpper, liquidity: BigInt(transaction.amount) }
    const { amount0, amount1 } = pool[kind](request, timestamp)
    const same0 = kind === 'burn' || amount0 === BigInt(transaction.amount0)
    if (same0 && amount1 === BigInt(transaction.amount1)) equal[kind]++
  }
  return { pool, all, equal }
}

/** The pool after the swap, or undefined when no way of asking for it gives the recorded event. */
function swapAsRecorded(pool, swap) {
  const wanted = ['amount0', 'amount1', 'sqrtPriceX96', 'tick', 'liquidity']
  const [amount0, amount1] = [BigInt(swap.amount0), BigInt(swap.amount1)]
  const zeroForOne = amount0 > 0n
  const [paid, got] = zeroForOne ? [amount0, amount1] : [amount1, amount0]
  const upTo = { amountSpecified: paid * 2n, sqrtPriceLimitX96: BigInt(swap.sqrtPriceX96) }
  for (const request of [{ amountSpecified: paid }, { amountSpecified: got }, upTo]) {
    const trial = pool.clone()
    const done = trial.swap({ zeroForOne, ...request }, swap.timestamp)
    if (wanted.every((field) => String(done[field]) === String(swap[field]))) return trial
  }
  return undefined
}

function compareEnd(pool, after) {
  const fields = [
    [pool.sqrtPriceX96, after.slot0.sqrtPriceX96],
    [pool.tick, after.slot0.tick],
    [pool.liquidity, after.liquidity],
    [pool.feeGrowthGlobal0X128, after.feeGrowthGlobal0X128],
    [pool.feeGrowthGlobal1X128, after.feeGrowthGlobal1X128],
  ]
  const ticks = Object.entries(after.ticks).filter(
    ([, { liquidityGross }]) => BigInt(liquidityGross) > 0n,
  )
  const ours = new Map(pool.ticks.map((tick) => [tick.tick, tick]))
  const tickFields = [
    'liquidityGross',
    'liquidityNet',
    'feeGrowthOutside0X128',
    'feeGrowthOutside1X128',
  ]
  const positions = positionsOf(after)
  const positionFields = ['liquidity', 'feeGrowthInside0LastX128', 'feeGrowthInside1LastX128']
  return {
    fields: fields.filter(([a, b]) => String(a) === String(b)).length,
    allFields: fields.length,
    ticks: ticks.filter(([tick, info]) => sameFields(ours.get(Number(tick)), info, tickFields))
      .length,
    allTicks: ticks.length,
    positions: positions.filter((one) =>
      sameFields(pool.position(one.owner, one.tickLower, one.tickUpper), one, positionFields),
    ).length,
    allPositions: positions.length,
  }
}

const sameFields = (a, b, fields) =>
  a !== undefined && fields.every((field) => String(a[field]) === String(b[field]))

/** A key is owner, lower and upper tick glued together; both ticks have six digits in this pool. */
function positionsOf({ positions }) {
  return Object.entries(positions).map(([key, info]) => {
    const [, owner, lower, upper] = /^(0x.{40})(-?\d{6})(-?\d{6})$/.exec(key)
    const numbers = Object.fromEntries(
      [
        'liquidity',
        'feeGrowthInside0LastX128',
        'feeGrowthInside1LastX128',
        'tokensOwed0',
        'tokensOwed1',
      ].map((field) => [field, BigInt(info[field])]),
    )
    return { owner, tickLower: Number(lower), tickUpper: Number(upper), ...numbers }
  })
}

/** Integers of 16 digits and more as strings: JSON.parse would round them. */
function readJson(folder, name) {
  const text = gunzipSync(readFileSync(join(folder, `${name}.txt.gz`))).toString('utf8')
  return JSON.parse(text.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'))
}
