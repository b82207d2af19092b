export * from './dataset.ts'
export * from './manifest.ts'
export * from './fetch/decode-log.ts'
export * from './fetch/decode-position-log.ts'
