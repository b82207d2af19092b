// Writes vaults/cache/policy-vectors.txt: calls of RangePolicy and what they must answer, reckoned by
// libs/strategies. `test/policy/RangePolicyVectors.t.sol` makes the calls. One call per line:
// calldata, `ok` or `revert`, returned bytes.
//
// The first FIXED are the same each time; FRESH more come from a seed that is new each time (or from
// TICKWISE_SEED), which is printed and is the file's last line.
import fc from 'fast-check'
import { createJiti } from 'jiti'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { encodeErrorResult, encodeFunctionData, encodeFunctionResult, parseAbi } from 'viem'

const FIXED = 10_000
const FRESH = 5_000
const source = (lib) => fileURLToPath(new URL(`../../libs/${lib}/src/`, import.meta.url))
const jiti = createJiti(import.meta.url, {
  interopDefault: false,
  alias: { '@tickwise/amm': `${source('amm')}index.ts` },
})
const { fillRanges, policyPlan } = await jiti.import(`${source('strategies')}index.ts`)
const { flawed, nearlyMixed, plannable } = await jiti.import(
  `${source('strategies')}testing/policy-cases.ts`,
)

const abi = parseAbi([
  'struct Parameters { uint8 policyId; uint24 minHalfWidthTicks; uint24 maxHalfWidthTicks; uint16 widthMilliSigmas; uint16 horizonEpochs; uint24 baseHalfWidthTicks; uint24 limitWidthTicks; }',
  'struct Market { uint160 sqrtPriceX96; int24 tick; int24 tickSpacing; uint128 liquidity; uint24 fee; }',
  'struct Placeable { uint256 amount0; uint256 amount1; uint256 reserve0; uint256 reserve1; }',
  'struct Range { int24 tickLower; int24 tickUpper; }',
  'struct Position { int24 tickLower; int24 tickUpper; uint128 liquidity; }',
  'struct Plan { bool zeroForOne; uint256 swapAmountIn; Range[] ranges; }',
  'function plan(Parameters parameters, uint256 varianceX32, Market market, Placeable placeable) returns (Plan)',
  'function fill(Range[] ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1) returns (Position[])',
  'error UnknownPolicy(uint8 policyId)',
  'error ParameterOutOfRange(string parameter, uint256 value, uint256 lowest, uint256 highest)',
  'error InputOutOfRange(string field)',
])

const freshSeed = Number(process.env.TICKWISE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const lines = [...linesOf(1, FIXED), ...linesOf(freshSeed, FRESH), `end ${freshSeed}`]
const folder = new URL('../cache/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('policy-vectors.txt', folder), `${lines.join('\n')}\n`)
console.log(`${FIXED} fixed policy vectors, ${FRESH} of seed ${freshSeed}`)

function linesOf(seed, count) {
  const cases = fc.oneof(
    { weight: 16, arbitrary: plannable },
    { weight: 3, arbitrary: nearlyMixed },
    { weight: 1, arbitrary: flawed },
  )
  return fc.sample(cases, { seed, numRuns: count }).map((policyCase, i) => {
    // Each fourth is followed by filling the ranges that it gave.
    const { plan, line } = planLine(policyCase)
    return i % 4 === 3 && plan !== undefined ? fillLine(plan.ranges, policyCase) : line
  })
}

function planLine({ parameters, varianceX32, market, placeable }) {
  const args = [parameters, varianceX32, market, placeable]
  const call = encodeFunctionData({ abi, functionName: 'plan', args })
  try {
    const plan = policyPlan(...args)
    const result = encodeFunctionResult({
      abi,
      functionName: 'plan',
      result: {
        zeroForOne: plan.swap?.zeroForOne ?? false,
        swapAmountIn: plan.swap?.amountIn ?? 0n,
        ranges: plan.ranges,
      },
    })
    return { plan, line: `${call} ok ${result}` }
  } catch (error) {
    return { plan: undefined, line: `${call} revert ${encodeRefusal(error)}` }
  }
}

function fillLine(ranges, { market: { sqrtPriceX96 }, placeable: { amount0, amount1 } }) {
  const args = [ranges, sqrtPriceX96, amount0, amount1]
  const call = encodeFunctionData({ abi, functionName: 'fill', args })
  const result = fillRanges(...args)
  return `${call} ok ${encodeFunctionResult({ abi, functionName: 'fill', result })}`
}

function encodeRefusal(error) {
  const { code, facts } = error
  if (code === 'E_POLICY_UNKNOWN') {
    return encodeErrorResult({ abi, errorName: 'UnknownPolicy', args: [facts.policyId] })
  }
  if (code === 'E_POLICY_INPUT') {
    return encodeErrorResult({ abi, errorName: 'InputOutOfRange', args: [facts.field] })
  }
  if (code === 'E_POLICY_PARAMETER') {
    const { parameter, value, lowest, highest } = facts
    const args = [parameter, BigInt(value), BigInt(lowest), BigInt(highest)]
    return encodeErrorResult({ abi, errorName: 'ParameterOutOfRange', args })
  }
  throw error
}
