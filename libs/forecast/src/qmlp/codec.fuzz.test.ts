import { isDeepStrictEqual } from 'node:util'
import { UserError } from '@tickwise/amm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeModel, encodeModel, modelHash } from './codec.ts'
import { anyModel } from './testing/model-cases.ts'

/** Comparing long typed arrays one element at a time is slow. */
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

it('reads back every model', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const bytes = encodeModel(model)
      const read = decodeModel(bytes)
      expect(isDeepStrictEqual(read, model)).toBe(true)
      expect(hex(encodeModel(read))).toBe(hex(bytes))
    }),
    { numRuns: 100 },
  )
})

it('never takes a changed byte for the same model', () => {
  const flips = fc.record({ model: anyModel, at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) })
  fc.assert(
    fc.property(flips, ({ model, at, flip }) => {
      const bytes = encodeModel(model)
      const hash = modelHash(bytes)
      bytes[at % bytes.length]! ^= flip
      let other
      try {
        other = decodeModel(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
        expect((error as UserError).code).toMatch(/^E_MODEL_/)
        return
      }
      expect(hex(encodeModel(other))).toBe(hex(bytes))
      expect(modelHash(other)).not.toBe(hash)
    }),
    { numRuns: 500 },
  )
})

it('refuses any other bytes with an error of its own', () => {
  const start = encodeModel(fc.sample(anyModel, { seed: 1, numRuns: 1 })[0]!).subarray(0, 17)
  const bytes = fc
    .tuple(fc.nat(17), fc.uint8Array({ maxLength: 200 }))
    .map(([kept, rest]) => Uint8Array.of(...start.subarray(0, kept), ...rest))
  fc.assert(
    fc.property(bytes, (file) => {
      try {
        expect(hex(encodeModel(decodeModel(file)))).toBe(hex(file))
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }),
    { numRuns: 2000 },
  )
})
