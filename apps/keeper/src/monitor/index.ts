// What screens see of a keeper, from outside.
export type * from './keeper-look.ts'
export { watchKeeper, type WatchPace } from './watch-keeper.ts'
