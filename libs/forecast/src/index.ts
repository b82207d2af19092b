export * from './series/epoch-series.ts'
export * from './oracle/feature-spec.ts'
export * from './qmlp/model-file.ts'
export * from './models/model.ts'
