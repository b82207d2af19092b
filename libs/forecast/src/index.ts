export * from './series/epoch-series.ts'
export * from './oracle/feature-spec.ts'
export * from './qmlp/model-file.ts'
export * from './models/model.ts'
export { decodeModel, encodeFeatureSpec, encodeModel, modelHash } from './qmlp/codec.ts'
export { accumulatorBounds, featureRange, hiddenRange } from './qmlp/bounds.ts'
export { infer } from './qmlp/infer.ts'
export { prepareModel, type PreparedModel } from './qmlp/prepare.ts'
export {
  floatForecast,
  type FloatLayer,
  type FloatModel,
  type RawInputs,
} from './qmlp/float-model.ts'
export { quantiseModel, type Quantisation } from './qmlp/quantise.ts'
export { quantisationLoss, type QuantisationLoss } from './qmlp/quantisation-loss.ts'
