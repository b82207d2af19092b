import { openDataset } from '@tickwise/market'
import type { CommandContext, CommandResult, CommonOptions } from '@tickwise/terminal'
import { compareStrategies } from '../demo/compare-strategies.ts'
import { liveThrough, stretchStart } from '../demo/live-through.ts'
import { makeMarket } from '../demo/make-market.ts'
import { teachModel } from '../demo/teach-model.ts'
import { renderLife, renderTeaching } from '../demo/view.ts'
import { sampleDirectory } from '../sample.ts'
import { shownPath } from '../shown-path.ts'

interface DemoOptions extends CommonOptions {
  readonly dataset?: string
  readonly quick?: boolean
  readonly out: string
  readonly models: string
}

const EPOCH_SECONDS = 3600

/** `tickwise demo`: everything that Tickwise is for, once, on one machine. */
export async function demo(context: CommandContext, options: DemoOptions): Promise<CommandResult> {
  const { dataset: given, quick = false, out, models } = options
  if (quick || given !== undefined) return quickDemo(context, given ?? sampleDirectory())
  const began = performance.now()
  const dataset = await makeMarket(context, out)
  const name = shownPath(out)
  const strategies = compareStrategies(context, dataset, name)
  const until = stretchStart(dataset, EPOCH_SECONDS)
  const model = await teachModel(context, dataset, until, models)
  const life = await liveThrough(context, dataset, model.named)
  const seconds = Math.round((performance.now() - began) / 1000)
  const { report, departures, reveals, matching } = life
  const passed = report.passed && matching === reveals
  return {
    data: {
      strategies: strategies.data,
      model: { name: model.named.name, hash: model.named.hash, choice: model.trained.choice },
      verified: { reveals, matching },
      departures,
      parity: report,
      passed,
      seconds,
    },
    text: [
      strategies.text,
      '',
      renderTeaching(context, model),
      '',
      renderLife(context, life),
      '',
      `All of it in ${seconds} s. Next:`,
      `  npx tickwise backtest --dataset ${name} --strategy ${strategies.best}`,
      `  npx tickwise parity --dataset ${name} --strategy volatility-band --model ${model.named.hash} --from ${time(until)} --to ${time(until + 12 * EPOCH_SECONDS)}`,
      `  npx tickwise models show ${model.named.hash.slice(0, 10)}`,
      `  npx tickwise data import <your pool events> --out data/mine`,
      `  npx tickwise init ../research`,
    ].join('\n'),
    ...(passed ? {} : { exitCode: 3 as const }),
  }
}

/** The backtests alone: seconds. */
async function quickDemo(context: CommandContext, directory: string): Promise<CommandResult> {
  const { signal, onProgress } = context
  const dataset = await openDataset(directory, { signal, onProgress })
  const name = shownPath(directory)
  const { data, text, best } = compareStrategies(context, dataset, name)
  const next = [
    '',
    'Next:',
    `  npx tickwise backtest --dataset ${name} --strategy ${best}`,
    `  npx tickwise strategies list`,
    `  npx tickwise init ../research`,
    `  npx tickwise demo`,
  ]
  return { data, text: [text, ...next].join('\n') }
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16)
}
