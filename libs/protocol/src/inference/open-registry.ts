import { UserError } from '@tickwise/amm'
import { domainSeparator, type Address } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translateError } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { requireCode } from '../vault/open-vault.ts'
import { registryDomain, type RegistryDomain } from './digest.ts'

/**
 * Makes sure that a registry is at an address, whose digests are ours.
 *
 * @returns what commitments to it are bound to
 * @throws UserError `E_NO_CONTRACT` where nothing is; `E_NOT_A_REGISTRY` where something else is
 * @throws RetryableError `E_RPC`
 * @example
 * const domain = await openRegistry(connection, status.roles.registry)
 * inferenceDigest(domain, inference)
 */
export async function openRegistry(
  connection: ChainConnection,
  address: Address,
): Promise<RegistryDomain> {
  await requireCode(connection, address, 'registry')
  const domain = { chainId: connection.chainId, registry: address }
  const found = await connection.client
    .readContract({ address, abi: inferenceRegistryAbi, functionName: 'domainSeparator' })
    .catch((error: unknown) => {
      const reason = translateError(error)
      if (reason.exitCode === 75) throw reason
      return undefined
    })
  if (found === domainSeparator({ domain: registryDomain(domain) })) return domain
  throw new UserError('E_NOT_A_REGISTRY', `the contract at ${address} is not a registry`, {
    hint: 'take the address that `tickwise vault status` shows for the vault',
    facts: { chain: connection.chainId },
  })
}
