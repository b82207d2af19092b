import { arbitrumMarket } from './w2.ts'
import { runBacktest } from '../run/backtest.ts'
import { findStrategy, parseParameters, strategies } from '@tickwise/strategies'
const market = await arbitrumMarket('W2')
let t = performance.now(); market.index(); console.log('index', performance.now() - t)
for (const s of strategies) for (const impact of ['taker','diluted','counterfactual'] as const) {
  const run = () => runBacktest(market, s, parseParameters(s, {}), { impact })
  if (impact!=='counterfactual') run()
  t = performance.now()
  const r = run()
  const ms = performance.now() - t
  console.log(s.name, impact, ms.toFixed(0)+'ms', r.navStart, r.navEnd, r.actions.length, JSON.stringify(r.attribution.total), r.metrics.timeInRange?.toFixed(3), r.capacity, r.warnings, r.benchmarks.map(b=>b.name+b.totalReturn.toFixed(4)).join(' '))
}
