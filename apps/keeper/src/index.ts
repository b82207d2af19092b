export type * from './ports.ts'
export {
  defaultKeeperSettings,
  strategyOf,
  type BoundStrategy,
  type FeeSettings,
  type KeeperMode,
  type KeeperSettings,
} from './settings.ts'
export type { BlockHeader, Broadcast, EndpointHealth, KeeperRpc } from './chain/keeper-rpc.ts'
export { openJournal, type Journal, type JournalOptions } from './journal/open-journal.ts'
export type { EventQuery } from './journal/epochs.ts'
export type {
  Attempt,
  EpochRecord,
  Job,
  JobState,
  JournalEvent,
  JournalScope,
} from './journal/records.ts'
export { createKeeper } from './create-keeper.ts'
export { createKeeperRpc, type KeeperRpcOptions } from './chain/create-keeper-rpc.ts'
export type { InFlight, Keeper, KeeperDeps, KeeperStatus, TickOutcome } from './keeper.ts'
