import { InvariantError } from '@tickwise/amm'
import { concatHex, sliceHex, type Address, type Hex } from 'viem'

/** Creation code of a contract as the compiler left it. */
export interface ContractCode {
  /** Zeros where addresses of libraries go. */
  readonly bytecode: Hex
  /** Places of 20 bytes that belong to a library, by byte. */
  readonly links: readonly { readonly library: string; readonly start: number }[]
}

const addressBytes = 20

/**
 * Puts the addresses of deployed libraries into creation code.
 *
 * @throws InvariantError `E_LINK` when a library of the code is not among the addresses
 * @example
 * linkCode({ bytecode: `0x60${'00'.repeat(20)}`, links: [{ library: 'Fees', start: 1 }] }, { Fees: fees })
 */
export function linkCode(
  code: ContractCode,
  libraries: Readonly<Record<string, Address | undefined>>,
): Hex {
  const parts: Hex[] = []
  let from = 0
  for (const { library, start } of code.links) {
    const address = libraries[library]
    if (address === undefined) {
      throw new InvariantError('E_LINK', `the address of library ${library} is missing`)
    }
    parts.push(sliceHex(code.bytecode, from, start), address)
    from = start + addressBytes
  }
  return concatHex([...parts, sliceHex(code.bytecode, from)]).toLowerCase() as Hex
}
