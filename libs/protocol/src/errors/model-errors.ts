import type { quantizedModelAbi } from '../generated/quantized-model.ts'
import { bug, later, mend, type Explanations } from './explanation.ts'

const exportAgain = 'the file is damaged or made for another version: export the model again'

/** Every error of quantised models. */
export const modelErrors: Explanations<typeof quantizedModelAbi> = {
  ModelLength: ([length, expected]) =>
    mend(`the model file has ${length} bytes where ${expected} are needed`, exportAgain),
  ModelMagic: ([found]) => mend(`the file begins with ${found} and is no model file`, exportAgain),
  ModelField: ([field, offset, value]) =>
    mend(
      `${field} at byte ${offset} of the model file is ${value}, which means nothing`,
      exportAgain,
    ),
  ModelOverflow: ([layer, output, lowest, highest]) =>
    mend(
      `output ${output} of layer ${layer} can reach ${lowest} or ${highest}, which int32 cannot hold`,
      'its bias is too large beside the weights: quantise the model again',
    ),
  ModelTooLarge: ([size, highest]) =>
    mend(
      `the model takes ${size} bytes of code and ${highest} can be stored`,
      'use a model with fewer weights, or one that is not recomputed on chain',
    ),
  ModelNotStored: () =>
    later('the weights of the model could not be stored as code', 'give the deployment more gas'),
  WrongInputCount: ([given, expected]) =>
    mend(
      `the model takes ${expected} features and was given ${given}`,
      "make them by the model's own feature list",
    ),
  InputNotInt16: () => bug('a feature was sent to a model that does not fit int16'),
}
