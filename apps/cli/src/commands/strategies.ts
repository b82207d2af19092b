import { allowedValues, describeParameters, strategies } from '@tickwise/strategies'
import {
  type CommandContext,
  type CommandResult,
  type CommonOptions,
  renderTable,
} from '@tickwise/terminal'
import { loadStrategy } from '../load-strategy.ts'

/** `tickwise strategies list` */
export async function listStrategies(): Promise<CommandResult> {
  const data = strategies.map(({ name, title }) => ({ name, title }))
  const table = renderTable(
    [{ title: 'name' }, { title: 'what it does' }],
    data.map(({ name, title }) => [name, title]),
  )
  return {
    data,
    text: `${table}\n\nParameters: tickwise strategies show <name>`,
  }
}

/** `tickwise strategies show <name>` */
export async function showStrategy(
  context: CommandContext,
  _options: CommonOptions,
  name: string,
): Promise<CommandResult> {
  const strategy = await loadStrategy(name)
  const parameters = describeParameters(strategy)
  const table = renderTable(
    [
      { title: 'parameter' },
      { title: 'default', align: 'right' },
      { title: 'allowed' },
      { title: 'meaning' },
    ],
    parameters.map((parameter) => [
      parameter.name,
      String(parameter.default ?? ''),
      allowedValues(parameter),
      parameter.description,
    ]),
  )
  return {
    data: { name: strategy.name, title: strategy.title, parameters },
    text: [
      `${context.style('bold', strategy.name)}: ${strategy.title}`,
      '',
      table,
      '',
      `Run it: tickwise backtest --dataset data/sample --strategy ${name}`,
    ].join('\n'),
  }
}
