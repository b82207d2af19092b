// Fees of real closed positions, recomputed from the swaps around them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyPositions } from '@tickwise/backtest'
import { claim, commands, count, table } from './page.mjs'
import { importCommand } from './datasets.mjs'

export function positionsSection(data, datasets) {
  const truth = readTruth(data)
  const verified = {
    ethereum: verifyPositions(datasets.ethereum),
    polygon: verifyPositions(datasets.polygon),
  }
  const found = truth.map((row) => {
    const position = verified[row.chain].find(({ tokenId }) => String(tokenId) === row.token_id)
    const paidAsKnown =
      String(position.collectedFee0) === row.fee0 && String(position.collectedFee1) === row.fee1
    return { ...position, chain: row.chain, status: paidAsKnown ? position.status : 'off' }
  })
  const exact = found.filter(({ status }) => status === 'exact').length
  const open = found.filter(({ status }) => status === 'undetermined')
  const holds = found.length > 0 && exact + open.length === found.length
  const text = `## Fees of real positions, to the wei

${claim(holds)} For position-manager NFTs that were minted, emptied and collected within the data, the fees
recomputed from the pool's events are what the contract paid: ${exact} of ${found.length} to the wei in both tokens,
${open.length} undetermined, ${found.length - exact - open.length} off. Amounts in base units (Ethereum: USDC, WETH 2024-01-05; Polygon: USDC.e, WETH
2022-01-05).

${table(
  [
    'chain',
    'NFT>',
    'ticks',
    'paid token0>',
    'recomputed>',
    'paid token1>',
    'recomputed>',
    'status',
  ],
  found.map((one) => [
    one.chain,
    String(one.tokenId),
    `${one.tickLower} … ${one.tickUpper}`,
    ...[one.collectedFee0, one.simulatedFee0, one.collectedFee1, one.simulatedFee1].map(count),
    one.status,
  ]),
)}

${open
  .map(
    (one) =>
      `**Not exact.** NFT ${one.tokenId} is called undetermined, not exact: ${one.reason}. The figures shown for it are an estimate.`,
  )
  .join('\n\n')}

No position is known to the code; the two days hold ${Object.values(verified)
    .map((all) => all.filter(({ status }) => status === 'exact').length)
    .reduce((a, b) => a + b)} NFTs with a whole life in them that come out exact, the ${exact} above
among them.

${commands(
  importCommand('ethereum'),
  'npx tickwise position verify --dataset data/ethereum --all',
  importCommand('polygon'),
  'npx tickwise position verify --dataset data/polygon --all',
)}
`
  return { holds, text }
}

function readTruth(data) {
  const path = join(data, 'lp_position_truth/closed_positions.csv')
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}
