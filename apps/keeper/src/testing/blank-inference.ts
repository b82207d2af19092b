import { zeroAddress, zeroHash, type Address } from 'viem'

/** A vault and a time of tests without a chain. */
export const anyVault: Address = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
export const anyTime = 1_700_000_000

/** An inference of which nothing matters. */
export const blankInference = {
  vault: zeroAddress,
  keeper: zeroAddress,
  modelId: 1,
  modelHash: zeroHash,
  featureHash: zeroHash,
  extraDataHash: zeroHash,
  outputHash: zeroHash,
  policyId: zeroHash,
  stateHash: zeroHash,
  epoch: 1,
  observedBlock: 1n,
  observedBlockHash: zeroHash,
  nonce: 0n,
  validAfter: 1,
  deadline: 2,
  salt: zeroHash,
} as const
