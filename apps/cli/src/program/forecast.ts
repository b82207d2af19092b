import type { Command } from 'commander'
import { act, collectPairs, withCommonOptions } from '@tickwise/terminal/program'
import { withSigner } from './vault.ts'

export function addForecastCommands(program: Command): void {
  const features = program.command('features').description('what models are given')
  act(
    withSeries(
      features
        .command('show')
        .description('epoch records and features of a dataset, as table, JSON or CSV')
        .option('--spec <name>', 'features of har, har-net, mlp or gru', 'har')
        .option('--model <name|hash>', 'features of a stored model, raw and as it takes them')
        .option('--models <dir>', 'the model store', 'models')
        .option('--fees', 'also what a unit of liquidity earned in each epoch (events)')
        .option('--csv', 'print comma-separated values')
        .option('--from <time>', 'first epoch, such as 2025-07-01')
        .option('--to <time>', 'end'),
    ),
    async () => (await import('../commands/features-show.ts')).featuresShow,
  )
  act(
    withFit(
      program
        .command('train')
        .description('fit a model, test it against the bar out of sample, and store it')
        .requiredOption('--model <name>', 'har, har-hour, har-net, mlp, gru, ewma, garch, …')
        .option('--models <dir>', 'the model store', 'models')
        .option('--until <time>', 'use no data from here on: what a backtest may begin with'),
    ),
    async () => (await import('../commands/train.ts')).train,
  )
  addModels(program)
  act(
    withFit(
      program
        .command('walkforward')
        .description('train again and again through time: scores, and what a strategy earns by it')
        .requiredOption('--models <names>', 'models to compare, such as naive,ewma,har,har-net')
        .option('--strategy <name>', 'also run this strategy over the test of each fold')
        .option('--param <name=value...>', 'its parameters, one or several', collectPairs)
        .option('--from <time>', 'first epoch, such as 2025-07-01')
        .option('--to <time>', 'end'),
    ),
    async () => (await import('../commands/walkforward.ts')).walkforward,
  )
}

function addModels(program: Command): void {
  const models = program
    .command('models')
    .alias('model')
    .description('the model store: look, promote, export, deploy')
  const on = (name: string, description: string): Command =>
    withCommonOptions(
      models
        .command(name)
        .description(description)
        .option('--models <dir>', 'the model store', 'models'),
    )
  const modelArgument = 'its name, its hash or the begin of it'
  const onOne = (name: string, description: string): Command =>
    on(name, description).argument('<model>', modelArgument)
  const onConfigured = (name: string, description: string): Command =>
    on(name, description).argument(
      '[model]',
      `${modelArgument} (default: model of the configuration)`,
    )
  act(
    on('list', 'all models, each checked to the last byte; exit code 3 if one is broken'),
    async () => (await import('../commands/models/list.ts')).modelsList,
  )
  act(
    onConfigured('show', 'the card of a model')
      .option('--md', 'as Markdown')
      .option('--html', 'as HTML')
      .option('--out <file>', 'write it there'),
    async () => (await import('../commands/models/show.ts')).modelsShow,
  )
  act(
    onOne('promote', 'candidate to shadow, shadow to active, if it beats the bar')
      .option('--force', 'even if it does not')
      .option('--reason <text>', 'why; needed with --force'),
    async () => (await import('../commands/models/promote.ts')).modelsPromote,
  )
  act(
    onOne('retire', 'take a model out of use, for ever').option('--reason <text>', 'why'),
    async () => (await import('../commands/models/promote.ts')).modelsRetire,
  )
  act(
    onOne('export', 'the model as a file')
      .option('--as <form>', 'bytes, solidity (input of the contract) or markdown', 'bytes')
      .option('--out <file>', 'write it there; else hex or text on stdout'),
    async () => (await import('../commands/models/export.ts')).modelsExport,
  )
  act(
    onConfigured('verify', 'bytes, encoding and inference of a model; exit code 3 if they fail'),
    async () => (await import('../commands/models/verify.ts')).modelsVerify,
  )
  act(
    withSigner(
      models
        .command('deploy')
        .description('put an integer model on a chain, at the address that follows from it')
        .argument('<model>', 'a file of models export, or a name or hash of the store')
        .option('--models <dir>', 'the model store', 'models'),
    ),
    async () => (await import('../commands/models/deploy.ts')).modelsDeploy,
  )
}

function withSeries(command: Command): Command {
  return withCommonOptions(
    command
      .requiredOption('--dataset <dir>', 'the dataset folder: events or candles')
      .option('--epoch-seconds <n>', 'length of an epoch', '3600')
      .option('--cells <n>', 'cells of an epoch that its variance is summed over', '12')
      .option('--invert', 'candles: the pool has the quote as its token0')
      .option('--allow-broken', 'read a dataset that fails its check'),
  )
}

function withFit(command: Command): Command {
  return withSeries(
    command
      .option('--target <what>', 'log-variance, log-fee-growth or drift', 'log-variance')
      .option('--horizon-epochs <n>', 'epochs ahead', '1')
      .option('--train-epochs <n>', 'epochs to learn from in each fold (default: half)')
      .option('--validation-epochs <n>', 'epochs to choose on (default: a tenth)')
      .option('--test-epochs <n>', 'epochs to be tested in (default: a tenth)')
      .option('--seed <n>', 'same seed, same model', '1')
      .option('--backend <name>', 'of TensorFlow.js: auto, node, wasm or cpu', 'auto')
      .option('--cache <dir>', 'where finished folds are kept', 'data/cache/folds')
      .option('--no-cache', 'keep no folds'),
  )
}
