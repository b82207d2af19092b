import type { Command } from 'commander'
import { act, collect, collectPairs, withCommonOptions } from '@tickwise/terminal/program'

const amounts = `
Amounts are in human units (1000, 0.5), in base units with the suffix wei (1wei), or max.`

export function addVaultCommands(program: Command): void {
  const vault = program
    .command('vault')
    .description('vaults on a chain: deploy, look, deposit, leave, pause')
    .addHelpText(
      'after',
      `
The endpoint is --rpc-url or TICKWISE_RPC_URL. Signing needs --keystore <file>, the environment variable
TICKWISE_PRIVATE_KEY, or on a local node --unlocked <address>. Everything is simulated before it is sent.`,
    )
  addDeploy(vault)
  addStatus(vault)
  addEntriesAndExits(vault)
  addQueue(vault)
  addGuardian(vault)
}

/** Adds the endpoint and the options that every command has. */
export function withChain(command: Command): Command {
  return withCommonOptions(
    command.option('--rpc-url <url>', 'JSON-RPC endpoint (or TICKWISE_RPC_URL)'),
  )
}

/** {@link withChain}, and how something is signed and sent. */
export function withSigner(command: Command): Command {
  return withChain(command)
    .option('--keystore <file>', 'encrypted key file (version 3) that signs')
    .option('--password-file <file>', 'password of the keystore; asked for without it')
    .option('--unlocked <address>', 'account that the node itself signs for, such as anvil’s')
    .option('-y, --yes', 'send without a question')
    .option('--dry-run', 'simulate and show, send nothing')
}

function withReceiver(command: Command): Command {
  return withSigner(command)
    .option('--receiver <address>', 'who is paid (default: the signer)')
    .addHelpText('after', amounts)
}

function addDeploy(vault: Command): void {
  act(
    withSigner(
      vault
        .command('deploy')
        .description('create a vault, with whatever is missing for it; run it again to go on')
        .option('--config <file>', 'JSON file with any of the fields below; flags stand over it')
        .option('--pool <address>', 'Uniswap v3 pool')
        .option('--asset <token>', 'what depositors bring: symbol, address, 0 or 1')
        .option('--name <text>', 'name of the shares, at most 31 bytes')
        .option('--symbol <text>', 'symbol of the shares')
        .option('--guardian <address>', 'may lower risk at once (default: the signer)')
        .option(
          '--fee-recipient <address>',
          'receives fee shares, or keeper-pay (default: the signer)',
        )
        .option('--registry <address>', 'may rebalance, or canonical (default: nobody)')
        .option(
          '--proposer <address>',
          'may propose to its timelock; repeat (default: the signer)',
          collect,
        )
        .option('--timelock-delay <seconds>', 'delay of its timelock, two days at least')
        .option('--deposit-cap <amount>', 'most value after a deposit, in the asset; or none')
        .option('--limit <name=value...>', 'limits and fees, such as maxLossBps=20', collectPairs)
        .option('--policy <name>', 'volatility-band or passive')
        .option('--policy-param <name=value...>', 'parameters of the policy', collectPairs)
        .option('--block-seconds <n>', 'seconds per block, on chains that are not known')
        .option('--salt <n>', 'for another vault of the same configuration')
        .addHelpText(
          'after',
          `
A vault needs a pool whose oracle reaches back 30 minutes. Where it does not, this command gives the oracle
room, says what to wait for and ends with exit code 75.`,
        ),
    ),
    async () => (await import('../commands/vault/deploy.ts')).vaultDeploy,
  )
}

function addStatus(vault: Command): void {
  act(
    withChain(
      vault
        .command('status')
        .description('value, prices, positions, limits, roles, keepers and queue of a vault')
        .argument('<vault>', 'address of the vault')
        .option('--account <address>', 'also what this account has and can do'),
    ),
    async () => (await import('../commands/vault/status.ts')).vaultStatus,
  )
}

function addEntriesAndExits(vault: Command): void {
  const on = (name: string, description: string, argument: string) =>
    withReceiver(
      vault
        .command(name)
        .description(description)
        .argument('<vault>', 'address of the vault')
        .argument(`<${argument}>`, 'how much, or max'),
    )
  act(
    on('deposit', 'bring the asset, get shares; approves exactly the amount first', 'amount'),
    async () => (await import('../commands/vault/deposit.ts')).vaultDeposit,
  )
  act(
    on('withdraw', 'get an amount of the asset out of what lies idle, at the bid', 'amount'),
    async () => (await import('../commands/vault/withdraw.ts')).vaultWithdraw,
  )
  act(
    on('redeem-in-kind', 'leave with a part of everything; works always', 'shares').option(
      '--slippage <percent>',
      'how much less of each token is acceptable',
      '1',
    ),
    async () => (await import('../commands/vault/redeem-in-kind.ts')).vaultRedeemInKind,
  )
  act(
    on('redeem-to-asset', 'leave with the asset alone, the other token sold in the pool', 'shares')
      .option('--slippage <percent>', 'how much less of the asset is acceptable', '0.5')
      .option('--deadline <minutes>', 'how long it may wait to be mined', '20'),
    async () => (await import('../commands/vault/redeem-to-asset.ts')).vaultRedeemToAsset,
  )
}

function addQueue(vault: Command): void {
  const on = (name: string, description: string) =>
    vault.command(name).description(description).argument('<vault>', 'address of the vault')
  act(
    withSigner(
      on('request-redeem', 'queue shares that are more than what lies idle')
        .argument('<shares>', 'how many, or max')
        .option('--controller <address>', 'who may cancel and claim (default: the signer)')
        .addHelpText('after', amounts),
    ),
    async () => (await import('../commands/vault/request-redeem.ts')).vaultRequestRedeem,
  )
  act(
    withReceiver(
      on('claim-redeem', 'get what filled requests were paid').argument(
        '[shares]',
        'how many (default: max)',
      ),
    ),
    async () => (await import('../commands/vault/claim-redeem.ts')).vaultClaimRedeem,
  )
  act(
    withReceiver(
      on('cancel-redeem', 'take back what is not filled of a request').argument(
        '[request]',
        'its number (default: the only one)',
      ),
    ),
    async () => (await import('../commands/vault/cancel-redeem.ts')).vaultCancelRedeem,
  )
  act(
    withSigner(
      on('fill-queue', 'sell what waits to what lies idle, for all who wait; anybody may'),
    ),
    async () => (await import('../commands/vault/fill-queue.ts')).vaultFillQueue,
  )
}

function addGuardian(vault: Command): void {
  act(
    withSigner(
      vault
        .command('pause')
        .description('close entries, exits at a price and rebalances; guardian or timelock')
        .argument('<vault>', 'address of the vault'),
    ),
    async () => (await import('../commands/vault/pause.ts')).vaultPause,
  )
  act(
    withChain(
      vault
        .command('unpause')
        .description('the call to propose to the timelock, which alone can open a vault')
        .argument('<vault>', 'address of the vault'),
    ),
    async () => (await import('../commands/vault/pause.ts')).vaultUnpause,
  )
}
