export * from './dataset.ts'
export * from './manifest.ts'
