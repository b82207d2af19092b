import type { ChainLook, KeeperLook, VaultLook } from '@tickwise/keeper/monitor'
import { describe, expect, it } from 'vitest'
import type { KeeperSeen } from '../../services/watch-keeper.ts'
import {
  renderInTerminal,
  terminalSizes,
  type TerminalOptions,
} from '../../testing/render-in-terminal.tsx'

const now = 1_700_200_000
const epoch = Math.floor(now / 3600)
const address = '0x3E14e38bA5e2CAc053E37eDC0237B459Ee2ba9a2'

const chain: ChainLook = {
  name: 'Tickwise WETH/USDC',
  symbol: 'twUSDC',
  blockNumber: 117,
  timestamp: now - 8,
  obstacles: [],
  nav: '10,123.45 USDC',
  navNumber: 10_123.45,
  sharePrice: '1.0123 USDC',
  spotTick: -200_310,
  ranges: [[-200_520, -200_100]],
  epoch,
  epochSeconds: 3600,
  next: { what: 'reveal', epoch, at: now + 42, until: now + 600 },
  earned: { held: '12.5 twUSDC', worth: '12.65 USDC', due: '0.75 twUSDC' },
  bond: '900 USDC free, 100 USDC locked',
  isAllowed: true,
  record: { revealed: 40, traded: 9, withheld: 1, missed: 0, slashed: 0 },
  skill: { scored: 38, loss: 0.21, ewma: 0.27, benchmark: 0.23 },
}

const kept: VaultLook = {
  vault: address,
  chain,
  runway: { epochs: 412, perEpoch: '0.001', meanOf: 24 },
  journal: {
    epochs: Array.from({ length: 12 }, (_, i) => ({
      epoch: epoch - i,
      state: i === 0 ? 'committed' : i === 3 ? 'expired' : 'scored',
      decidedAt: (epoch - i) * 3600 + 60,
      why: i % 3 === 0 ? 'the price left the range' : 'within the range',
    })),
    receipts: Array.from({ length: 8 }, (_, i) => ({
      at: now - 1800 * i,
      epoch: epoch - Math.ceil(i / 2),
      what: i % 2 === 0 ? 'commit' : 'reveal',
      hash: `0x${String(i).repeat(64)}`,
      reverted: i === 5,
    })),
    alerts: [
      {
        key: `problem:E_GUARD_COST:${address}`,
        lastSent: now - 300,
        count: 2,
        text: 'gas costs 0.002, more than the 0.001 that an epoch may (E_GUARD_COST)',
      },
      { key: `reverted:reveal:${address}`, lastSent: now - 7200, count: 1 },
    ],
    lastLineAt: now - 5,
    isKept: true,
  },
}

const look: KeeperLook = {
  file: '/srv/keeper/tickwise.json',
  keeper: '0xC6962004f452bE9203591991D15f6b388e09E8D0',
  chainId: 42161,
  mode: 'live',
  isStopped: false,
  vaults: [kept],
  balance: '0.412000',
  gas: { day: '0.024', week: '0.168' },
  endpoints: [{ label: 'first.example', healthy: true }],
  chainSeenAt: now - 3,
}

const away = { code: 'E_RPC_ALL_DEAD', message: 'no endpoint answers', since: now - 95 }

/** The monitor, and how to tell it something. */
async function open(first: KeeperLook = look, options: Partial<TerminalOptions> = {}) {
  const asked: (string | undefined)[] = []
  let tell: (seen: KeeperSeen) => void = () => undefined
  const terminal = await renderInTerminal({
    columns: 80,
    rows: 24,
    start: ['keeper'],
    ...options,
    services: {
      keeper: (config, _signal, told) => {
        asked.push(config)
        tell = told
        told({ look: first, now })
        return new Promise(() => undefined)
      },
      vaults: () => Promise.resolve([{ address, from: '/srv/keeper/tickwise.json' }]),
      ...options.services,
    },
  })
  await terminal.settle()
  return { terminal, asked, tell: (seen: KeeperSeen) => tell(seen) }
}

describe('the keeper monitor', () => {
  it.each(terminalSizes)(
    'is shown at %i × %i, with the chain and without',
    async (columns, rows) => {
      const { terminal } = await open(look, { columns, rows })
      await terminal.see('at work')
      expect(terminal.text()).toMatchSnapshot('well')
      const blind: VaultLook = { vault: address, journal: kept.journal! }
      const troubled = { ...look, vaults: [blind], chainTrouble: away, isStopped: true }
      const dark = await open(troubled, { columns, rows, env: { NO_COLOR: '1' } })
      expect(dark.terminal.text()).toMatchSnapshot('away')
    },
  )

  it('counts down, and keeps what it knew when the chain goes away and says so', async () => {
    const { terminal, tell } = await open()
    expect(terminal.text()).toContain(`reveal of epoch ${epoch} in 42s`)
    tell({ look, now: now + 40 })
    await terminal.see('in 2.0s')
    tell({ look: { ...look, chainTrouble: away }, now: now + 50 })
    await terminal.see('RPC away for 2m 25s: no endpoint answers; shown is block 117')
    expect(terminal.text()).toContain('10,123.45 USDC')
    tell({ look: { ...look, chainSeenAt: now + 60 }, now: now + 61 })
    await terminal.see('seen 1.0s ago')
    expect(terminal.text()).not.toContain('away')
  })

  it('says what is wrong: old news, obstacles, a journal that cannot be read, nobody at work', async () => {
    const journal = { ...kept.journal!, isKept: false }
    const broken = { ...chain, obstacles: ['the price is unsettled'], isAllowed: false }
    const { terminal } = await open({
      ...look,
      vaults: [{ ...kept, journal, chain: broken }],
      endpoints: [{ label: 'first.example', healthy: false, reason: 'lags' }],
      journalTrouble: { code: 'E_JOURNAL_BUSY', message: 'it is being written', since: now - 61 },
    })
    const text = terminal.text().replaceAll(/\s+/g, ' ')
    expect(text).toContain('nobody is at work')
    expect(text).toContain('left out: first.example')
    expect(text).toContain('the price is unsettled')
    expect(text).toContain('does not allow this keeper')
    expect(text).toContain('journal not read for 1m 01s: it is being written')
  })

  it('says how long the balance lasts and what was earned, and what of it is not known', async () => {
    const gas = async (of: Partial<KeeperLook>): Promise<string> => {
      const { terminal } = await open({ ...look, ...of })
      return terminal.text().replaceAll(/\s+/g, ' ')
    }
    const shown = await gas({})
    expect(shown).toContain('lasts 412 epochs at 0.001; spent 0.024 in a day,')
    expect(shown).toContain('holds 12.5 twUSDC worth 12.65 USDC, 0.75 twUSDC to be paid')
    const { runway, ...poor } = kept
    expect(shown).toContain(`lasts ${runway?.epochs} epochs`)
    expect(await gas({ vaults: [poor] })).toContain(
      'how long it lasts is not known, nothing was spent',
    )
    const { balance, ...unread } = look
    expect(shown).toContain(`balance ${balance}`)
    const blind = { vault: address, journal: kept.journal! }
    const dark = await open({ ...unread, vaults: [blind], chainTrouble: away })
    expect(dark.terminal.text()).toContain('is not known, the chain was not read; spent 0.024')
    const few = { ...kept, runway: { epochs: 9, perEpoch: '0.04', meanOf: 3 } }
    const alone = { ...chain, earned: { held: '0 twUSDC', worth: '0 USDC' } }
    const young = await gas({ vaults: [{ ...few, chain: alone }] })
    expect(young).toContain('lasts 9 epochs at 0.04 (mean of 3)')
    expect(young).toContain('not shared')
  })

  it('scrolls a part that is longer than the screen', async () => {
    const { terminal } = await open(look, { columns: 40, rows: 12 })
    expect(terminal.text()).toContain('alert 5m 00s ago: gas costs')
    await terminal.press('tab')
    expect(terminal.text()).not.toContain('900 USDC')
    await terminal.press('G')
    expect(terminal.text()).toContain('900 USDC')
    await terminal.press('g')
    expect(terminal.text()).toContain('10,123.45')
  })

  it('shows each part large, and every vault', async () => {
    const second = { ...kept, vault: '0x22', chain: { ...chain, name: 'Second' } }
    const { terminal } = await open({ ...look, vaults: [kept, second] })
    await terminal.press('tab', 'tab')
    expect(terminal.text()).toContain(`${epoch - 11}`)
    await terminal.press('tab')
    expect(terminal.text()).toContain('reveal reverted')
    await terminal.press('tab')
    expect(terminal.text()).toContain('E_GUARD_COST, told 2 times, last 5m 00s ago')
    expect(terminal.text()).toContain('gas costs 0.002, more than the 0.001 that an epoch may')
    expect(terminal.text()).toContain('reveal reverted, told 1 time, last 2h 00m ago')
    expect(terminal.text()).toContain('what was told is not on record')
    await terminal.press('tab', 'right')
    expect(terminal.text()).toContain('Second (twUSDC)')
    expect(terminal.text()).toContain('vault 2 of 2')
    await terminal.press('right')
    expect(terminal.text()).toContain('vault 1 of 2')
  })

  it('finds the keeper of a vault by its address, and says where to ask for others', async () => {
    const found = await open(look, { start: ['vault', address.toLowerCase()] })
    expect(found.asked).toEqual(['/srv/keeper/tickwise.json'])
    const unknown = await open(look, { start: ['vault', '0x77'] })
    expect(unknown.terminal.text()).toContain('no configuration here names the vault 0x77')
    expect(unknown.asked).toEqual([])
  })
})
