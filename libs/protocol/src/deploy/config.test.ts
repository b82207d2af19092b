import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { limitCeilings, minCooldownSeconds, minTimelockDelaySeconds } from './ceilings.ts'
import { parseDeploymentConfig } from './config.ts'

const source = (name: string) =>
  readFileSync(new URL(`../../../../vaults/src/${name}`, import.meta.url), 'utf8')

/** `uint256 internal constant MAX_LOSS_BPS = 100;`, with Solidity's units. */
function constant(text: string, name: string): number {
  const [, digits = '', unit = ''] =
    new RegExp(`constant ${name} = ([\\d_]+)( days)?;`).exec(text) ?? []
  return Number(digits.replaceAll('_', '')) * (unit === '' ? 1 : 86_400)
}

it('knows the ceilings of the contracts', () => {
  const rules = source('libraries/LimitRules.sol')
  for (const [name, ceiling] of Object.entries(limitCeilings)) {
    const inSolidity = `MAX_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`.replace(
      'MAX_MAX',
      'MAX',
    )
    expect(constant(rules, inSolidity), inSolidity).toBe(ceiling)
  }
  expect(constant(rules, 'MIN_COOLDOWN_SECONDS')).toBe(minCooldownSeconds)
  expect(constant(source('RiskTimelock.sol'), 'MIN_DELAY')).toBe(minTimelockDelaySeconds)
})

const minimal = { pool: `0x${'11'.repeat(20)}`, asset: 'USDC' }

it('needs no more than pool and asset', () => {
  expect(parseDeploymentConfig(minimal)).toMatchObject({
    limits: { entryFeeBps: 5, depositCap: 'none' },
    policy: { name: 'volatility-band' },
  })
})

it('tells all faults at once', () => {
  const faulty = {
    ...minimal,
    pool: '0x12',
    surprise: 1,
    limits: { maxLossBps: 101, cooldownSeconds: 59 },
  }
  expect(() => parseDeploymentConfig(faulty)).toThrowError(
    expect.objectContaining({
      code: 'E_DEPLOY_CONFIG',
      message: expect.stringMatching(/pool.*limits\.maxLossBps.*limits\.cooldownSeconds.*surprise/),
    }),
  )
})

it('takes the parameters of the chosen policy only', () => {
  const passive = { ...minimal, policy: { name: 'passive', baseHalfWidthTicks: '600' } }
  expect(parseDeploymentConfig(passive).policy).toMatchObject({ baseHalfWidthTicks: 600 })
  const mixed = { ...minimal, policy: { name: 'passive', horizonEpochs: 3 } }
  expect(() => parseDeploymentConfig(mixed)).toThrow(/horizonEpochs/)
})
