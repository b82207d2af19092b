export * from './errors.ts'
export * from './events.ts'
export * from './event-columns.ts'
