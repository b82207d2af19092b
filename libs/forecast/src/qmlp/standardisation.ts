import { UserError } from '@tickwise/amm'
import type { StandardisedFeature } from '../oracle/feature-spec.ts'
import type { FloatModel, RawInputs } from './float-model.ts'

/** The constants of all features, and the integer per unit of the equalised layers' inputs. */
export interface Standardisation {
  readonly features: readonly StandardisedFeature[]
  readonly inputScale: number
}

const highestInt16 = 32_767
/** Standard deviations that every input has room for, */
const leastDeviations = 8
/** and room beyond the extremes that occur. */
const headroom = 1.25

/**
 * Constants that make int16 of raw features: one scale for all inputs of the equalised layers, as large as
 * the input allows that needs the most room. An input that no weight uses gets a scale of its own.
 *
 * @throws UserError `E_QUANTISE_RANGE` for a mean beyond int32 or a scale that no multiplier can express
 */
export function standardisationFor(
  model: FloatModel,
  inputFactors: Float64Array,
  used: (input: number) => boolean,
  raw: RawInputs,
): Standardisation {
  const { features, inputMeans, inputScales } = model
  const reaches = inputMeans.map(
    (mean, i) =>
      Math.max(
        leastDeviations * (inputScales[i] as number),
        headroom * reachOf(raw, features.length, i, mean),
      ) / (inputScales[i] as number),
  )
  let inputScale = Infinity
  for (const [i, factor] of inputFactors.entries()) {
    if (used(i)) inputScale = Math.min(inputScale, highestInt16 / (factor * (reaches[i] as number)))
  }
  if (inputScale === Infinity) inputScale = 1
  const standardised = features.map(({ kind, window }, i) => {
    const perDeviation = used(i)
      ? inputScale * (inputFactors[i] as number)
      : highestInt16 / (reaches[i] as number)
    const mean = rounded(inputMeans[i] as number, `the mean of feature ${i}`)
    const ratio = perDeviation / (inputScales[i] as number)
    return { kind, window, mean, ...multiplierFor(ratio, 2 ** 24 - 1, `the scale of feature ${i}`) }
  })
  return { features: standardised, inputScale }
}

/**
 * multiplier / 2^shift, as near to a ratio above 0 as there is.
 *
 * @throws UserError `E_QUANTISE_RANGE` when not even a shift of 0 makes it small enough
 */
export function multiplierFor(
  ratio: number,
  most: number,
  what: string,
): { readonly multiplier: number; readonly shift: number } {
  let shift = 40
  while (shift > 0 && Math.round(ratio * 2 ** shift) > most) shift--
  const multiplier = Math.round(ratio * 2 ** shift)
  if (multiplier <= most) return { multiplier, shift }
  throw new UserError('E_QUANTISE_RANGE', `${what} needs a multiplier of ${multiplier}`, {
    hint: 'check that raw features and means are in the same integer units',
    facts: { multiplier, most },
  })
}

/**
 * The nearest int32.
 *
 * @throws UserError `E_QUANTISE_RANGE` beyond int32
 */
export function rounded(value: number, what: string): number {
  const integer = Math.round(value)
  if (-(2 ** 31) <= integer && integer < 2 ** 31) return integer
  throw new UserError('E_QUANTISE_RANGE', `${what} is ${value}, beyond int32`, {
    hint: 'check that raw features and means are in the same integer units',
  })
}

function reachOf(raw: RawInputs, width: number, input: number, mean: number): number {
  let reach = 0
  for (let k = input; k < raw.length; k += width) {
    reach = Math.max(reach, Math.abs((raw[k] as number) - mean))
  }
  return reach
}
