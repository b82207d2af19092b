export { formatDecimal, formatTokenAmount, parseTokenAmount, type Token } from './amounts.ts'
export { connectChain, type ChainConnection } from './chain/connect.ts'
export {
  callStep,
  sendSteps,
  simulateSteps,
  type SendOptions,
  type SentStep,
  type SimulatedStep,
  type Step,
} from './chain/steps.ts'
export { type ContractReader, type ReadAt } from './chain/reader.ts'
export { translateError } from './chain/translate-error.ts'
export { type RevertContext } from './errors/explanation.ts'
export { revertError } from './errors/revert.ts'
export { openKeystore } from './signing/keystore.ts'
export { accountOfKey, parseAddress, unlockedAccount } from './signing/accounts.ts'
export { type VaultAction } from './vault/action.ts'
export {
  planDeposit,
  planRedeemInKind,
  planRedeemToAsset,
  planWithdraw,
  type Parties,
  type SharesForAssets,
  type SharesForTokens,
} from './vault/enter-exit.ts'
export { planPause, unpauseCall } from './vault/governance.ts'
export { contextOf, openVault, type Vault } from './vault/open-vault.ts'
export {
  planCancelRedeem,
  planClaimRedeem,
  planFillQueue,
  planRequestRedeem,
  type QueuedShares,
} from './vault/queue.ts'
export { readVaultStatus } from './vault/read-status.ts'
export {
  type AccountStatus,
  type Obstacle,
  type VaultPosition,
  type VaultStatus,
} from './vault/status.ts'
export {
  limitCeilings,
  minCooldownSeconds,
  minTimelockDelaySeconds,
  noDepositCap,
} from './deploy/ceilings.ts'
export { parseDeploymentConfig, type DeploymentConfig } from './deploy/config.ts'
export {
  create2Deployer,
  deploySteps,
  featureOracleFor,
  keeperPayFor,
  modelContract,
  registryContracts,
  sharedContracts,
  timelockAddress,
  type FixedContract,
  type RegistryContracts,
  type SharedContracts,
  type TimelockTerms,
} from './deploy/contracts.ts'
export { linkCode, type ContractCode } from './deploy/link.ts'
export {
  deployModel,
  planModelDeployment,
  verifyModel,
  type ModelDeployment,
  type ModelVerdict,
} from './deploy/model.ts'
export {
  createdVault,
  planDeployment,
  type CreatedVault,
  type DeploymentPlan,
  type VaultConfig,
} from './deploy/plan-deployment.ts'
export {
  historyMissing,
  observationsNeeded,
  readPoolHistory,
  type PoolHistory,
} from './deploy/pool-history.ts'
export { featureOracleAbi, featureOracleCode } from './generated/feature-oracle.ts'
export { priceEnvelopeAbi } from './generated/price-envelope.ts'
export { quantizedModelAbi } from './generated/quantized-model.ts'
export { rangePolicyAbi } from './generated/range-policy.ts'
export { redemptionQueueAbi } from './generated/redemption-queue.ts'
export { riskTimelockAbi } from './generated/risk-timelock.ts'
export { strategyVaultAbi } from './generated/strategy-vault.ts'
export { vaultFactoryAbi } from './generated/vault-factory.ts'
export { inferenceRegistryAbi } from './generated/inference-registry.ts'
export { keeperPayAbi } from './generated/keeper-pay.ts'
export { inferenceDigest, registryDomain, type RegistryDomain } from './inference/digest.ts'
export { featureHash, outputHash, policyIdOf, stateHashOf } from './inference/hashes.ts'
export { deriveSalt, signsAlike, type SaltSigner, type SaltSlot } from './inference/salt.ts'
export {
  commitTimesOf,
  modelStatuses,
  outcomes,
  tiers,
  type CommitTimes,
  type Inference,
  type ModelStatus,
  type Outcome,
  type Output,
  type StoredPosition,
  type Terms,
  type Tier,
} from './inference/types.ts'
export {
  payBeneficiaryStep,
  payKeeperStep,
  readDue,
  readPay,
  type PayState,
} from './inference/keeper-pay.ts'
export { openRegistry } from './inference/open-registry.ts'
export {
  pokeSteps,
  readFeatures,
  readOracle,
  readRawFeatures,
  type OracleState,
} from './inference/oracle.ts'
export {
  addModelCall,
  allowKeeperCall,
  planKeeperSetup,
  setTermsCall,
  type KeeperSetup,
  type KeeperSetupPlan,
  type ModelToAdd,
} from './inference/plan-keeper-setup.ts'
export {
  latestForecast,
  readAccount,
  readEntry,
  readLog,
  readModel,
  readModelCount,
  readOwed,
  readRecord,
  readReleasable,
  readSkill,
  readStateHashes,
  readTerms,
} from './inference/read-registry.ts'
export {
  type KeeperAccount,
  type KeeperRecord,
  type LatestForecast,
  type RegisteredModel,
  type RevealedEntry,
  type Skill,
  type VaultLog,
} from './inference/records.ts'
export {
  addBondSteps,
  commitStep,
  disputeStep,
  expireStep,
  finaliseStep,
  revealStep,
  scoreStep,
  settleStep,
  settlementSteps,
  withdrawBondStep,
} from './inference/registry-steps.ts'
export { planOperation, type TimelockOperation } from './vault/timelock.ts'
export { type Difference } from './receipt/difference.ts'
export { type ModelSource } from './receipt/derive.ts'
export { receiptFromChain, type ChainReceipt } from './receipt/from-chain.ts'
export { logHead, type LogEntry } from './receipt/log-head.ts'
export { readModelFile } from './receipt/model-bytes.ts'
export {
  receiptHash,
  receiptJson,
  type MinedIn,
  type Rebalance,
  type RebalanceEffects,
  type RebalanceInputs,
  type Receipt,
  type ReceiptModel,
  type StateBefore,
} from './receipt/receipt.ts'
export { recomputeRebalance } from './receipt/recompute.ts'
export { type StateMethod } from './receipt/state-before.ts'
export {
  verifyReceipt,
  type ReceiptLike,
  type Verdict,
  type VerifyOptions,
} from './receipt/verify.ts'
export { readKeeping, type KeeperStanding, type KeepingStatus } from './inference/read-keeping.ts'
export { findReveals, type RevealPlace, type RevealSearch } from './receipt/find-reveals.ts'
