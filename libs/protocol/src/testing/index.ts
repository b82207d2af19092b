export { deployLocalVault, type DeployedVault } from './deployed-vault.ts'
export {
  deployInferenceSetup,
  type EnrolledModel,
  type InferenceSetup,
  type InferenceSetupOptions,
} from './inference-setup.ts'
export {
  giveHistory,
  rebalance,
  startLocalMarket,
  usdcUnit,
  wethUnit,
  type LocalMarket,
} from './local-market.ts'
export { fund, passUntil, timeOf, trade, tradeUntil } from './market-life.ts'
export { testModel, type TestModelOptions } from './test-model.ts'
export { commitNow, revealNow, type Committed } from './keeper-acts.ts'
