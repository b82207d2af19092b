import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { EpochState } from '../ports.ts'

/** What is asked of a keeper when the metrics are read. */
export interface MetricFacts {
  readonly vault: string
  readonly leader: boolean
  readonly inFlight: number
  /** Of a live commitment; `undefined` without one. */
  readonly revealDeadline: number | undefined
}

/** Every state that an epoch can be in, so that each has a series. */
export const epochStates: readonly EpochState[] = [
  'idle',
  'poked',
  'inferred',
  'committed',
  'revealable',
  'executed',
  'scored',
  'skipped',
  'expired',
  'failed',
]

/**
 * The metrics of a keeper in a registry of their own. Names are an interface: docs/keeper.md lists them.
 *
 * @param facts asked at every reading, for what changes with time alone
 * @param now Unix seconds
 */
export function createMetrics(facts: () => readonly MetricFacts[], now: () => number) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <label extends string>(
    name: string,
    help: string,
    labelNames: readonly label[],
  ) => new Counter({ name, help, labelNames: [...labelNames], registers })
  const gauge = <label extends string>(
    name: string,
    help: string,
    labelNames: readonly label[] = [],
    collect: (series: Gauge<label>) => void = () => undefined,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        collect(this)
      },
    })
  const perVault =
    (value: (fact: MetricFacts) => number | undefined) => (series: Gauge<'vault'>) => {
      series.reset()
      for (const fact of facts()) {
        const found = value(fact)
        if (found !== undefined) series.set({ vault: fact.vault }, found)
      }
    }
  gauge(
    'keeper_leader',
    'Whether this process holds the lease of the vault',
    ['vault'],
    perVault(({ leader }) => Number(leader)),
  )
  gauge(
    'keeper_nonce_backlog',
    'Transactions that are not final',
    ['vault'],
    perVault(({ inFlight }) => inFlight),
  )
  gauge(
    'keeper_reveal_deadline_seconds',
    'Until the live commitment has to be revealed',
    ['vault'],
    perVault(({ revealDeadline }) =>
      revealDeadline === undefined ? undefined : revealDeadline - now(),
    ),
  )
  return {
    registry,
    ticks: counter('keeper_tick_total', 'Looks at the chain, by how they ended', [
      'vault',
      'result',
    ]),
    skippedWakeUps: counter(
      'keeper_wakeup_skipped_total',
      'Wake-ups that came too late or too early',
      ['reason'],
    ),
    jobState: gauge('keeper_job_state', '1 for the state that the latest epoch is in', [
      'vault',
      'state',
    ]),
    epoch: gauge('keeper_epoch', 'The latest epoch', ['vault']),
    lastSuccess: gauge(
      'keeper_last_success_timestamp_seconds',
      'End of the last tick that was not stopped',
      ['vault'],
    ),
    attempts: counter('keeper_tx_attempts_total', 'Transactions handed to an endpoint', [
      'job',
      'reason',
    ]),
    mined: counter('keeper_tx_mined_total', 'Transactions in a block', ['job', 'result']),
    inclusionBlocks: new Histogram({
      name: 'keeper_tx_inclusion_blocks',
      help: 'Blocks from the first send to inclusion',
      labelNames: ['job'],
      buckets: [1, 2, 3, 5, 8, 13, 21, 50],
      registers,
    }),
    feesWei: counter('keeper_fees_wei_total', 'Fees of mined transactions', ['job']),
    rpcRequests: counter('keeper_rpc_requests_total', 'Requests, by endpoint and how they ended', [
      'endpoint',
      'method',
      'result',
    ]),
    headLag: gauge('keeper_head_lag_seconds', 'Age of the latest block when it was seen'),
    headBlock: gauge('keeper_head_block', 'Number of the latest block'),
    reorgDepth: gauge(
      'keeper_reorg_depth',
      'Depth of the last reorganisation that took a transaction away',
    ),
    reorgs: counter('keeper_reorgs_total', 'Transactions that a reorganisation took away', ['job']),
    balanceWei: gauge('keeper_balance_wei', 'Native token of the keeper'),
    problems: counter('keeper_problems_total', 'Problems, by their code', ['code', 'severity']),
    alerts: counter('keeper_alerts_total', 'Alerts handed to a channel', ['channel', 'result']),
    stalled: gauge('keeper_stalled', '1 while no tick has ended for two periods'),
  }
}

/** The metrics of one process. */
export type KeeperMetrics = ReturnType<typeof createMetrics>
