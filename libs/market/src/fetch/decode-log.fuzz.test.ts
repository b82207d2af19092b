import fc from 'fast-check'
import { encodeAbiParameters, encodeEventTopics, parseAbi } from 'viem'
import type { AbiEvent, AbiParameter } from 'viem'
import { expect, it } from 'vitest'
import { decodePoolLog } from './decode-log.ts'
import { decodePositionLog } from './decode-position-log.ts'

const poolAbi = parseAbi([
  'event Initialize(uint160 sqrtPriceX96, int24 tick)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 liquidity, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 liquidity, uint256 amount0, uint256 amount1)',
  'event Collect(address indexed owner, address recipient, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount0, uint128 amount1)',
  'event Flash(address indexed sender, address indexed recipient, uint256 amount0, uint256 amount1, uint256 paid0, uint256 paid1)',
  'event SetFeeProtocol(uint8 feeProtocol0Old, uint8 feeProtocol1Old, uint8 feeProtocol0New, uint8 feeProtocol1New)',
  'event CollectProtocol(address indexed sender, address indexed recipient, uint128 amount0, uint128 amount1)',
  'event IncreaseObservationCardinalityNext(uint16 observationCardinalityNextOld, uint16 observationCardinalityNextNew)',
])
const positionAbi = parseAbi([
  'event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)',
  'event DecreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)',
  'event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)',
])

type Value = bigint | number | string

function valueOf(type: string): fc.Arbitrary<Value> {
  if (type === 'address') return fc.stringMatching(/^0x[0-9a-f]{40}$/)
  const bits = Number(type.replace(/^u?int/, ''))
  const signed = type.startsWith('int')
  const range = signed
    ? { min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n }
    : { min: 0n, max: (1n << BigInt(bits)) - 1n }
  return fc.bigInt(range).map((value) => (bits <= 48 ? Number(value) : value))
}

const kindOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

function encode(event: AbiEvent, values: Readonly<Record<string, Value>>) {
  const plain: AbiParameter[] = event.inputs.filter((input) => input.indexed !== true)
  return {
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args: values }).map(String),
    data: encodeAbiParameters(
      plain,
      plain.map((input) => values[input.name ?? '']),
    ),
  }
}

const place = { blockNumber: 17, logIndex: 3, timestamp: 1_700_000_000 }

for (const [from, abi, decode] of [
  ['pool', poolAbi, decodePoolLog],
  ['position manager', positionAbi, decodePositionLog],
] as const) {
  for (const event of abi) {
    it(`decodes what viem encodes: ${from} ${event.name}`, () => {
      const fields = Object.fromEntries(event.inputs.map((i) => [i.name, valueOf(i.type)] as const))
      fc.assert(
        fc.property(fc.record(fields), (values) => {
          const decoded = decode({ ...encode(event, values), ...place })
          const managerCollect = from === 'position manager' && event.name === 'Collect'
          const without = managerCollect ? { liquidity: 0n } : {}
          expect(decoded).toEqual({ kind: kindOf(event.name), ...place, ...without, ...values })
        }),
        { numRuns: 60 },
      )
    })
  }
}

it('names the block of a log whose data is cut off', () => {
  const swap = poolAbi[1]
  const values = {
    sender: `0x${'11'.repeat(20)}`,
    recipient: `0x${'22'.repeat(20)}`,
    amount0: 1n,
    amount1: -2n,
    sqrtPriceX96: 3n,
    liquidity: 4n,
    tick: -5,
  }
  const log = encode(swap, values)
  expect(() => decodePoolLog({ ...log, data: log.data.slice(0, -2), ...place })).toThrow(/block 17/)
  expect(() => decodePoolLog({ ...log, topics: log.topics.slice(0, 2), ...place })).toThrow(
    expect.objectContaining({ code: 'E_LOG_MALFORMED' }),
  )
})

it('leaves logs of other contracts alone', () => {
  const topic = `0x${'ab'.repeat(32)}`
  expect(decodePoolLog({ topics: [topic], data: '0x', ...place })).toBeUndefined()
  expect(decodePositionLog({ topics: [], data: '0x', ...place })).toBeUndefined()
})
