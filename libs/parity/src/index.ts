export { openLocalMarket } from './market/open-local-market.ts'
export type { LocalMarket, OpenLocalMarketOptions } from './market/open-local-market.ts'
export { replayEvents, type Replay } from './market/replay-events.ts'
