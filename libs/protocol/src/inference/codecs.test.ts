import fc from 'fast-check'
import { concatHex, keccak256, numberToHex, pad, toHex, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, it } from 'vitest'
import { anyAddress, anyInference } from '../testing/any-inference.ts'
import { inferenceDigest, inferenceTypes } from './digest.ts'
import { featureHash, outputHash, policyIdOf, stateHashOf } from './hashes.ts'
import { deriveSalt, signsAlike, type SaltSlot } from './salt.ts'

const words = (...values: readonly (Hex | bigint | number)[]) =>
  concatHex(
    values.map((value) =>
      typeof value === 'string'
        ? pad(value)
        : numberToHex(BigInt.asUintN(256, BigInt(value)), { size: 32 }),
    ),
  )

it('digests an inference as EIP-712 says, word by word', () => {
  const type =
    'Inference(address vault,address keeper,uint32 modelId,bytes32 modelHash,bytes32 featureHash,' +
    'bytes32 extraDataHash,bytes32 outputHash,bytes32 policyId,bytes32 stateHash,uint32 epoch,' +
    'uint64 observedBlock,bytes32 observedBlockHash,uint64 nonce,uint40 validAfter,uint40 deadline,' +
    'bytes32 salt)'
  const domainType =
    'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
  const text = (value: string) => keccak256(toHex(value))
  fc.assert(
    fc.property(
      anyInference,
      anyAddress,
      fc.integer({ min: 1, max: 2 ** 40 }),
      (i, registry, id) => {
        const domain = keccak256(
          words(text(domainType), text('Tickwise InferenceRegistry'), text('1'), id, registry),
        )
        const fields = inferenceTypes.Inference.map(({ name }) => i[name])
        const struct = keccak256(words(text(type), ...fields))
        const expected = keccak256(concatHex(['0x1901', domain, struct]))
        expect(inferenceDigest({ chainId: id, registry }, i)).toBe(expected)
      },
    ),
    { numRuns: 50 },
  )
})

it('refuses what a field does not hold', () => {
  const inference = fc.sample(anyInference, 1)[0]!
  const registry = inference.vault
  expect(() =>
    inferenceDigest({ chainId: 1, registry }, { ...inference, epoch: 2 ** 32 }),
  ).toThrow()
})

it('hashes features, output, policy and state as abi.encode lays them out', () => {
  const values = Int16Array.of(-32_768, 0, 7, 32_767)
  expect(featureHash(values)).toBe(keccak256(words(32, 4, ...values)))
  expect(featureHash(new Int16Array())).toBe(keccak256(words(32, 0)))
  expect(outputHash({ forecastX16: -5, trade: true })).toBe(keccak256(words(-5, 1)))
  expect(outputHash({ forecastX16: 5, trade: false })).toBe(keccak256(words(5, 0)))
  const policy = {
    policyId: 1,
    minHalfWidthTicks: 2,
    maxHalfWidthTicks: 3,
    widthMilliSigmas: 4,
    horizonEpochs: 5,
    baseHalfWidthTicks: 6,
    limitWidthTicks: 7,
  }
  expect(policyIdOf(policy)).toBe(keccak256(words(1, 2, 3, 4, 5, 6, 7)))
  const held = [
    { tickLower: -60, tickUpper: 120, liquidity: 2n ** 127n },
    { tickLower: 120, tickUpper: 180, liquidity: 0n },
  ]
  expect(stateHashOf(held, 9)).toBe(keccak256(words(64, 9, 2, -60, 120, 120, 180)))
  expect(stateHashOf([], 0n)).toBe(keccak256(words(64, 0, 0)))
})

it('derives a salt that every part of its place changes, and the recovery bit does not', async () => {
  const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
  const other = privateKeyToAccount(`0x${'12'.repeat(32)}`)
  const a = `0x${'aa'.repeat(20)}` as const
  const b = `0x${'bb'.repeat(20)}` as const
  const slot: SaltSlot = { chainId: 1, registry: a, vault: b, nonce: 0n }
  const salts = await Promise.all([
    deriveSalt(account, slot),
    deriveSalt(other, slot),
    deriveSalt(account, { ...slot, chainId: 2 }),
    deriveSalt(account, { ...slot, registry: b }),
    deriveSalt(account, { ...slot, vault: a }),
    deriveSalt(account, { ...slot, nonce: 1n }),
  ])
  expect(new Set(salts).size).toBe(salts.length)
  expect(await deriveSalt(account, slot)).toBe(salts[0])
  const bare = {
    signTypedData: async (data: Parameters<typeof account.signTypedData>[0]) => {
      const signature = await account.signTypedData(data)
      return `${signature.slice(0, 130)}${signature.endsWith('1b') ? '00' : '01'}` as Hex
    },
  }
  expect(await deriveSalt(bare as typeof account, slot)).toBe(salts[0])
  expect(await signsAlike(account, slot)).toBe(true)
  let calls = 0
  const random = {
    signTypedData: async () => pad(numberToHex(++calls), { dir: 'right', size: 65 }),
  }
  expect(await signsAlike(random as unknown as typeof account, slot)).toBe(false)
})
