import { UserError } from '@tickwise/amm'
import fc from 'fast-check'
import { bytesToHex, encodeErrorResult, hexToBytes, numberToHex, parseAbi, type Hex } from 'viem'
import { decodeModel, encodeModel, modelHash } from '../codec.ts'
import { infer } from '../infer.ts'
import type { ModelFile } from '../model-file.ts'
import { anyModel, architectures, inputsFor, modelOf, moods } from './model-cases.ts'

const errors = parseAbi([
  'error ModelLength(uint256 length, uint256 expected)',
  'error ModelMagic(bytes6 found)',
  'error ModelField(string field, uint256 offset, int256 value)',
  'error ModelOverflow(uint256 layer, uint256 output, int256 lowest, int256 highest)',
])

/**
 * A line about a model file for `vaults/test/model/ModelVectors.t.sol`: `model`, the file, its hash, inputs
 * (two bytes each, feature vectors one after the other) and forecasts (four bytes each); or `refused`, the
 * file and what the contract must revert with.
 */
export function lineOf(file: Uint8Array, inferences: number, seed: number): string {
  let model: ModelFile
  try {
    model = decodeModel(file)
  } catch (error) {
    return `refused ${bytesToHex(file)} ${revertOf(error, file)}`
  }
  let inputs = '0x'
  let forecasts = '0x'
  for (let i = 0; i < inferences; i++) {
    const vector = inputsFor(model, seed + i)
    inputs += [...vector].map((value) => word(value, 2)).join('')
    forecasts += word(infer(model, vector), 4)
  }
  return `model ${bytesToHex(file)} ${modelHash(file)} ${inputs} ${forecasts}`
}

/** What a line says, and whether this code says the same. */
export function checkLine(line: string): boolean {
  const [kind, file = '0x', second, inputs, forecasts] = line.split(' ') as [string, ...Hex[]]
  const bytes = hexToBytes(file)
  if (kind === 'refused') return lineOf(bytes, 0, 0) === line
  const model = decodeModel(bytes)
  const vectors = integers(inputs ?? '0x', 2)
  const answers = integers(forecasts ?? '0x', 4)
  const width = model.features.length
  return (
    modelHash(bytes) === second &&
    vectors.length === answers.length * width &&
    answers.every((answer, i) => {
      const vector = Int16Array.from(vectors.slice(i * width, (i + 1) * width))
      return infer(model, vector) === answer
    })
  )
}

/** Every architecture in every mood. */
export function architectureLines(inferences: number, seed: number): readonly string[] {
  return architectures.flatMap((widths, i) =>
    moods.map((mood, j) => {
      const at = seed + 1000 * (i * moods.length + j)
      return lineOf(encodeModel(modelOf(widths, mood, at)), inferences, at)
    }),
  )
}

/** The lines of the committed file: every architecture once, and a few random and damaged files. */
export function goldenLines(): readonly string[] {
  const each = architectureLines(4, 17).filter((_, i) => i % (moods.length + 1) === 0)
  return [...each, ...randomLines(60, 4, 17), 'end 17']
}

/** Models of any architecture, some with a byte changed, cut or followed by one more. */
export function randomLines(count: number, inferences: number, seed: number): readonly string[] {
  const damages = fc.record({
    model: anyModel,
    kind: fc.constantFrom('none', 'change', 'change', 'change', 'cut', 'more'),
    at: fc.nat(),
    flip: fc.integer({ min: 1, max: 255 }),
  })
  return fc.sample(damages, { seed, numRuns: count }).map(({ model, kind, at, flip }, i) => {
    const bytes = encodeModel(model)
    // The head is where changes matter most.
    const place = at % Math.min(bytes.length, at % 2 === 0 ? 60 : bytes.length)
    if (kind === 'change') bytes[place]! ^= flip
    const file =
      kind === 'cut'
        ? bytes.subarray(0, place)
        : kind === 'more'
          ? Uint8Array.of(...bytes, 0)
          : bytes
    return lineOf(file, inferences, seed + 1000 * i)
  })
}

function revertOf(error: unknown, file: Uint8Array): Hex {
  if (!(error instanceof UserError)) throw error
  const { facts } = error
  const big = (name: string) => BigInt(facts[name] as number)
  switch (error.code) {
    case 'E_MODEL_LENGTH':
      return encodeErrorResult({
        abi: errors,
        errorName: 'ModelLength',
        args: [big('length'), big('expected')],
      })
    case 'E_MODEL_MAGIC':
      return encodeErrorResult({
        abi: errors,
        errorName: 'ModelMagic',
        args: [bytesToHex(file.subarray(0, 6))],
      })
    case 'E_MODEL_FIELD':
      return encodeErrorResult({
        abi: errors,
        errorName: 'ModelField',
        args: [String(facts['field']), big('offset'), big('value')],
      })
    case 'E_MODEL_OVERFLOW':
      return encodeErrorResult({
        abi: errors,
        errorName: 'ModelOverflow',
        args: [big('layer'), big('output'), big('lowest'), big('highest')],
      })
    default:
      throw error
  }
}

/** Two's complement without the 0x. */
function word(value: number, size: number): string {
  return numberToHex(value, { size, signed: true }).slice(2)
}

function integers(text: string, size: number): readonly number[] {
  const digits = 2 * size
  return Array.from({ length: (text.length - 2) / digits }, (_, i) => {
    const value = parseInt(text.slice(2 + i * digits, 2 + (i + 1) * digits), 16)
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value
  })
}
