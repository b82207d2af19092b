import { createInterface } from 'node:readline'
import { privateKeyToAccount } from 'viem/accounts'
import {
  startTestKeeper,
  testKeeperKey,
  type KeeperPlace,
  type TestKeeperOptions,
} from './test-keeper.ts'

/** What a keeper in a process of its own is told, as JSON in `TICKWISE_TEST_KEEPER`. */
export interface ChildOrders {
  readonly place: Omit<KeeperPlace, 'keeper'>
  readonly options: Pick<TestKeeperOptions, 'journalPath' | 'tradeEvery'>
  /** The fault point at which the process dies, if any. */
  readonly dieAt?: string
}

const orders = JSON.parse(process.env['TICKWISE_TEST_KEEPER'] ?? '{}') as ChildOrders
const { place, options, dieAt } = orders

const test = startTestKeeper(
  { ...place, keeper: privateKeyToAccount(testKeeperKey) },
  {
    ...options,
    fault: (name) => {
      if (name === dieAt) process.kill(process.pid, 'SIGKILL')
    },
  },
)

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'tick') break
  const outcome = await test.tick()
  const problems = test.events.flatMap((event) => (event.kind === 'problem' ? [event.message] : []))
  process.stdout.write(`${JSON.stringify({ ...outcome, problems })}\n`)
}
process.exit(0)
