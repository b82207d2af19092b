import { deployContract, startAnvil, type Anvil } from '@tickwise/localchain'
import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Address, Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectedAnswers, type ExpectedAnswer } from '../testing/policy-answers.ts'
import { flawed, nearlyMixed, plannable, type PolicyCase } from '../testing/policy-cases.ts'

const artifact = fileURLToPath(
  new URL('../../../../vaults/out/RangePolicy.sol/RangePolicy.json', import.meta.url),
)

describe.skipIf(!existsSync(artifact))(
  'policies equal RangePolicy.sol on a node (needs: node vaults/scripts/forge.mjs build)',
  () => {
    let anvil: Anvil
    let policy: Address

    beforeAll(async () => {
      const { abi, bytecode } = JSON.parse(readFileSync(artifact, 'utf8'))
      anvil = await startAnvil()
      policy = await deployContract(anvil, abi, bytecode.object, [])
    })

    afterAll(() => anvil?.stop())

    it.each<[string, fc.Arbitrary<PolicyCase>, number]>([
      ['whatever the market, the holdings and the reserves', plannable, 1500],
      ['about whether a swap is worth it', nearlyMixed, 500],
      ['in what they refuse', flawed, 300],
    ])('%s', async (_what, cases, numRuns) => {
      await fc.assert(
        fc.asyncProperty(cases, async (policyCase) => {
          for (const expected of expectedAnswers(policyCase)) {
            expect(await ask(expected.call)).toEqual(expected)
          }
        }),
        { numRuns },
      )
    })

    async function ask(call: Hex, lastAttempt = false): Promise<ExpectedAnswer> {
      try {
        const answer = await anvil.client.request({
          method: 'eth_call',
          params: [{ to: policy, data: call }, 'latest'],
        })
        return { call, ok: true, answer }
      } catch (error) {
        const answer = revertData(error)
        if (answer !== undefined) return { call, ok: false, answer }
        // No revert: the connection broke, as it may between thousands of requests on a busy machine.
        if (lastAttempt) throw error
        return ask(call, true)
      }
    }
  },
)

/** The node's error carries the revert's bytes, wrapped by the client once or more. */
function revertData(error: unknown): Hex | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('data' in e && typeof e.data === 'string') return e.data as Hex
  }
  return undefined
}
