import { UserError } from '@tickwise/amm'
import { getAddress, type Address } from 'viem'
import type { KeeperConfig } from '../config/schema.ts'
import { addressInKeystore } from '../keys/open-account.ts'
import { readPrivateFile } from '../keys/secret-file.ts'

/**
 * The keeper's address, for which no password is needed.
 *
 * @throws UserError `E_SIGNER`
 */
export async function keeperAddress({ signer }: KeeperConfig): Promise<Address> {
  if (signer.externalAddress !== undefined) return signer.externalAddress
  if (signer.keystore !== undefined) {
    return getAddress(addressInKeystore(await readPrivateFile(signer.keystore, 'the keystore')))
  }
  throw new UserError('E_SIGNER', 'it is not known who the keeper is', {
    hint: 'name signer.keystore or signer.externalAddress',
  })
}
