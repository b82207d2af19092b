import { keccak256, sliceHex, type Address, type Hex, type LocalAccount } from 'viem'
import { registryDomain, type RegistryDomain } from './digest.ts'

/** Whatever can sign typed data: any local account of viem, or a wrapper around an external signer. */
export type SaltSigner = Pick<LocalAccount, 'signTypedData'>

/** The commitment that a salt is for. */
export interface SaltSlot extends RegistryDomain {
  readonly vault: Address
  readonly nonce: bigint
}

const types = {
  Salt: [
    { name: 'vault', type: 'address' },
    { name: 'nonce', type: 'uint64' },
    { name: 'purpose', type: 'string' },
  ],
} as const

const purpose = 'salt of a commitment; never publish this signature'

/**
 * The salt of a commitment: keccak256 of the keeper's signature over chain, registry, vault and nonce
 * (typed data of a type of its own, which no contract accepts). Nobody without the key can compute it, and
 * whoever has the key computes it again: a lost disk loses nothing.
 *
 * That holds for signers that sign the same message the same way, as RFC 6979 makes them: all local
 * accounts of viem do, and most hardware and key services. For one that does not, {@link signsAlike} says
 * so; then a salt must be drawn at random and written to the journal before the commitment is sent.
 *
 * @example
 * const salt = await deriveSalt(account, { chainId, registry, vault, nonce })
 */
export async function deriveSalt(signer: SaltSigner, slot: SaltSlot): Promise<Hex> {
  const signature = await signer.signTypedData({
    domain: registryDomain(slot),
    types,
    primaryType: 'Salt',
    message: { vault: slot.vault, nonce: slot.nonce, purpose },
  })
  // r and s alone: signers differ in how they write the recovery bit.
  return keccak256(sliceHex(signature, 0, 64))
}

/**
 * Whether a signer gives the same salt twice. Ask once when a keeper starts.
 *
 * @example
 * if (!(await signsAlike(account, slot))) throw new Error('journal the salts')
 */
export async function signsAlike(signer: SaltSigner, slot: SaltSlot): Promise<boolean> {
  return (await deriveSalt(signer, slot)) === (await deriveSalt(signer, slot))
}
