export { LocalChainError, type LocalChainErrorDetails } from './errors.ts'
export { findAnvilBinary } from './binary.ts'
export { startAnvil, type Anvil, type AnvilOptions } from './start-anvil.ts'
export { type LocalClient } from './client.ts'
export { uniswapBytecode } from './artifacts.ts'
export {
  deployActor,
  deployContract,
  deployToken,
  deployUniswap,
  type UniswapDeployment,
} from './deploy.ts'
export { createPool, type LocalPool } from './create-pool.ts'
export { sendAndConfirm, type ContractCall } from './transactions.ts'
export { waitUntilMined } from './wait-until-mined.ts'
export { mineBlock, mineOnRequest, type BlockPlan, type BlockTransaction } from './mine-block.ts'
export { type RpcConnection, type RpcRequest } from './rpc-connection.ts'
export { factoryAbi, poolAbi, positionManagerAbi, swapRouterAbi } from './generated/uniswap.ts'
export { actorAbi } from './generated/actor.ts'
export { tokenAbi } from './generated/token.ts'
export { deployTokenPair, type TokenFace } from './deploy-token-pair.ts'
