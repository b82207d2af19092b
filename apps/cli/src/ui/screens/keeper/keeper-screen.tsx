import { UserError } from '@tickwise/amm'
import { Lines } from '../../parts/lines.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { scrollKeys } from '../../parts/scroll.ts'
import type { KeeperSeen } from '../../services/watch-keeper.ts'
import type { UiServices } from '../../services/ui-services.ts'
import type { KeyBinding } from '../../shell/keys.ts'
import {
  defineScreen,
  type AnyScreen,
  type ScreenProps,
  type SourceContext,
} from '../../shell/screen.ts'
import { keeperLines, keeperParts, scrollOf, type KeeperView } from './keeper-lines.ts'
import { vaultWords } from '../words.ts'

/** A keeper as it was last seen, and how the values of its vaults have moved since the screen was opened. */
interface KeeperData extends KeeperSeen {
  readonly navs: Readonly<Record<string, readonly number[]>>
}

interface Looks {
  readonly part: number
  /** Lines that are scrolled past. */
  readonly top: number
  /** Place of the vault; absent: the one that the screen was opened for. */
  readonly vault?: number
}

type Props = ScreenProps<KeeperData, Looks>

/** Values of a vault that are remembered. */
const keptNavs = 500

/** A keeper by its configuration: every vault that it keeps. */
export const keeperScreen = monitor({
  name: 'keeper',
  summary: 'what a keeper does: keeper [its tickwise.json]',
  usage: ['[config]'],
  configOf: (_services, config) => Promise.resolve(config),
})

/** A vault by its address, with the keeper whose configuration names it. */
export const vaultScreen = monitor({
  name: 'vault',
  summary: 'a vault and its keeper: vault <address>',
  usage: ['<address>'],
  choices: vaultWords,
  configOf: configNaming,
})

function monitor({
  configOf,
  ...named
}: Pick<AnyScreen, 'name' | 'summary' | 'usage' | 'choices'> & {
  readonly configOf: (
    services: UiServices,
    argument: string | undefined,
  ) => Promise<string | undefined>
}): AnyScreen {
  return defineScreen<KeeperData, Looks>({
    ...named,
    title: ({ args }) => `${named.name}${args[0] === undefined ? '' : ` ${args[0].slice(0, 24)}`}`,
    start: () => ({ part: 0, top: 0 }),
    source: async (context) => {
      const config = await configOf(context.services, context.args[0])
      await follow(context, config)
    },
    keys: (props) => monitorKeys(props),
    view: (props) => {
      const { data, size, look } = props
      return (
        <Loaded data={data} what="the keeper" size={size} look={look}>
          {(seen) => (
            <Lines lines={keeperLines(viewOf(props, seen), size, look)} size={size} look={look} />
          )}
        </Loaded>
      )
    },
  })
}

/** What is shown of what was seen. */
function viewOf(props: Props, seen: KeeperData): KeeperView {
  const { part, top } = props.local
  const selected = selectedIn(props)
  const navs = seen.navs[seen.look.vaults[selected]?.vault ?? ''] ?? []
  return { ...seen, selected, navs, top, part: keeperParts[part] ?? 'overview' }
}

async function follow(
  { services, signal, show }: SourceContext<KeeperData>,
  config: string | undefined,
): Promise<void> {
  let navs: KeeperData['navs'] = {}
  let seenAt: number | undefined
  await services.keeper(config, signal, (seen) => {
    const { look } = seen
    if (look.chainSeenAt !== seenAt) navs = withNavs(navs, seen)
    seenAt = look.chainSeenAt
    show({ ...seen, navs })
  })
}

function withNavs(navs: KeeperData['navs'], { look }: KeeperSeen): KeeperData['navs'] {
  return Object.fromEntries(
    look.vaults.map(({ vault, chain }) => {
      const known = navs[vault] ?? []
      return [vault, chain === undefined ? known : [...known, chain.navNumber].slice(-keptNavs)]
    }),
  )
}

/** The configuration that names a vault. */
async function configNaming(services: UiServices, address: string | undefined) {
  const known = await services.vaults()
  const found = known.find((vault) => vault.address.toLowerCase() === address?.toLowerCase())
  if (found !== undefined) return found.from
  throw new UserError('E_VAULT_UNKNOWN', `no configuration here names the vault ${address}`, {
    hint: 'open the keeper by its file: keeper <tickwise.json>; or ask the chain: vault status --vault <address> --rpc-url <url>',
  })
}

/** The vault that is shown: the one that was chosen, else the one that was asked for. */
function selectedIn({ args, data, local }: Props): number {
  const vaults = data.status === 'ready' ? data.value.look.vaults : []
  const asked = vaults.findIndex(({ vault }) => vault.toLowerCase() === args[0]?.toLowerCase())
  return Math.min(local.vault ?? Math.max(0, asked), Math.max(0, vaults.length - 1))
}

function monitorKeys(props: Props): readonly KeyBinding[] {
  const { data, local, size, look, remember } = props
  const count = keeperParts.length
  const vaults = data.status === 'ready' ? data.value.look.vaults.length : 0
  const turn = (step: number) => () =>
    remember({ ...local, part: (local.part + step + count) % count, top: 0 })
  const toVault = (step: number) => () =>
    remember({ ...local, vault: (selectedIn(props) + step + vaults) % vaults, top: 0 })
  const disabled = vaults < 2 ? 'there is no other vault' : undefined
  return [
    {
      keys: ['tab'],
      label: keeperParts[(local.part + 1) % count] ?? '',
      help: `shows large, one after another: ${keeperParts.join(', ')}`,
      run: turn(1),
    },
    { keys: ['backtab'], help: 'the part before', run: turn(-1) },
    {
      keys: ['right', 'n'],
      label: 'next vault',
      help: 'the next vault of this keeper',
      disabled,
      run: toVault(1),
    },
    { keys: ['left', 'p'], help: 'the vault before', disabled, run: toVault(-1) },
    ...(data.status === 'ready'
      ? scrollKeys({
          top: local.top,
          ...scrollOf(viewOf(props, data.value), size, look),
          scroll: (top) => remember({ ...local, top }),
        })
      : []),
  ]
}
