// Imports the real data the accuracy page is about.
import { join } from 'node:path'
import { importDataset } from '@tickwise/market'

const arbitrum = 'arbitrum_weth_usdc_005'
const ethereum = 'ethereum_usdc_weth_005/2024-01-05'

/** What is imported: where it lies in the data folder, and how. */
export const sources = {
  wbtc: { source: 'ethereum_wbtc_weth_03/2023-03-31' },
  ethereum: {
    source: `${ethereum}.raw.csv.gz`,
    positionEvents: `${ethereum}.npm_events.raw.csv.gz`,
  },
  polygon: { source: 'polygon_usdc_weth_005/2022-01-05.raw.csv.gz' },
  wa: { source: arbitrum, window: '2025-05-31..2025-06-05' },
  wb: { source: arbitrum, window: '2025-06-06..2025-06-09' },
  w1: { source: arbitrum, window: '2025-06-18..2025-06-21' },
  w2: { source: arbitrum, window: '2025-06-27..2025-07-10' },
}

/** Windows of the Arbitrum pool, by dataset name. */
export const windowNames = ['wa', 'wb', 'w1', 'w2']

/** All datasets, opened, by name. */
export async function importAll(data, folder) {
  const datasets = {}
  for (const [name, { source, positionEvents, window }] of Object.entries(sources)) {
    console.error(`importing ${source} ${window ?? ''}…`)
    const { dataset } = await importDataset({
      source: join(data, source),
      out: join(folder, name),
      ...(positionEvents === undefined ? {} : { positionEvents: join(data, positionEvents) }),
      ...(window === undefined ? {} : { window }),
    })
    datasets[name] = dataset
  }
  return datasets
}

/** The command that makes a dataset of {@link sources}. */
export function importCommand(name) {
  const { source, positionEvents, window } = sources[name]
  return [
    `npx tickwise data import '<data>/${source}'`,
    ...(positionEvents === undefined ? [] : [`--position-events '<data>/${positionEvents}'`]),
    ...(window === undefined ? [] : [`--window ${window}`]),
    `--out data/${name}`,
  ].join(' ')
}
