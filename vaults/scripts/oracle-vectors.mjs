// Writes to vaults/cache what libs/forecast makes of recorded prices, for `test/oracle/*.t.sol` to compare
// with what FeatureOracle makes of the same prices in a real pool, and fixed-point numbers:
//
//   oracle-<market>.bin                            prices: 32 bytes each
//   oracle-<market>-<epochSeconds>x<cells>.csv     records and features of the epochs
//   fixed-point.bin                                value, its log2 X16; exponent X16, its power X32
//
// Markets: `sample`, committed with the repository, and `arbitrum`, of real swaps, where they lie beside it.
import { createJiti } from 'jiti'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ARBITRUM_SWAPS = 15_000
const FIXED_POINT_CASES = 4_000
const source = (lib) => fileURLToPath(new URL(`../../libs/${lib}/src/`, import.meta.url))
const jiti = createJiti(import.meta.url, {
  interopDefault: false,
  alias: { '@tickwise/amm': `${source('amm')}index.ts` },
})
const forecast = (file) => jiti.import(`${source('forecast')}${file}.ts`)
const { packPrices, seriesOfPrices, vectorLines, vectorSpec } =
  await forecast('testing/oracle-vectors')
const { arbitrumPrices, samplePrices } = await forecast('testing/recorded-prices')
const { fixedPointCases } = await forecast('testing/fixed-point-cases')

const cache = new URL('../cache/', import.meta.url)
mkdirSync(cache, { recursive: true })
writeFileSync(new URL('fixed-point.bin', cache), fixedPointCases(FIXED_POINT_CASES))
writeMarket('sample', await samplePrices(), [[3600, 12]])
const recorded = await arbitrumPrices(ARBITRUM_SWAPS)
const arbitrumGrids = [
  [3600, 12],
  [300, 6],
]
if (recorded) writeMarket('arbitrum', recorded, arbitrumGrids)
else removeMarket('arbitrum', arbitrumGrids)

function writeMarket(name, prices, grids) {
  writeFileSync(new URL(`oracle-${name}.bin`, cache), packPrices(prices))
  for (const [epochSeconds, cellsPerEpoch] of grids) {
    const series = seriesOfPrices(prices, { epochSeconds, cellsPerEpoch })
    const lines = vectorLines(series, vectorSpec)
    writeFileSync(gridFile(name, epochSeconds, cellsPerEpoch), `${lines.join('\n')}\n`)
    console.log(`${name}: ${prices.length} prices, ${series.length} epochs of ${epochSeconds} s`)
  }
}

/** Vectors of an earlier run are not those of the data that are there now. */
function removeMarket(name, grids) {
  rmSync(new URL(`oracle-${name}.bin`, cache), { force: true })
  for (const grid of grids) rmSync(gridFile(name, ...grid), { force: true })
  console.log(`${name}: no recorded swaps beside the repository, no vectors`)
}

function gridFile(name, epochSeconds, cells) {
  return new URL(`oracle-${name}-${epochSeconds}x${cells}.csv`, cache)
}
