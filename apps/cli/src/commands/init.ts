import { UserError } from '@tickwise/amm'
import type { CommandContext, CommandResult, CommonOptions } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleDirectory } from '../sample.ts'
import { shownPath } from '../shown-path.ts'

/** Files of a workspace and where the template has them. */
const templateFiles = [
  ['tickwise.json', 'tickwise.json'],
  ['strategies/my-range.ts', 'strategies/my-range.ts'],
  ['tsconfig.json', 'tsconfig.json'],
  ['package.json', 'package.json'],
  // npm leaves files of this name out of packages.
  ['.gitignore', 'gitignore'],
] as const

/** What else is made. */
const schemaFile = 'tickwise.schema.json'
const sampleFolder = 'data/sample'
const modulesFolder = 'node_modules'

/** `tickwise init [folder]`: a place to work in, with something in it that runs. */
export async function init(
  { style }: CommandContext,
  _options: CommonOptions,
  target = '.',
): Promise<CommandResult> {
  const folder = resolve(target)
  requireFree(folder)
  const made: string[] = []
  for (const [name, source] of templateFiles) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), await readFile(templatePath(source)), { flag: 'wx' })
    made.push(name)
  }
  await writeFile(join(folder, schemaFile), `${await schemaText()}\n`, { flag: 'wx' })
  await copySample(folder)
  await linkPackages(folder)
  return {
    data: { folder: shownPath(folder), files: [...made, schemaFile, sampleFolder, modulesFolder] },
    text: [
      `${style('bold', shownPath(folder))} has`,
      '  tickwise.json            what every command takes where you say nothing (tickwise config show)',
      '  strategies/my-range.ts   a strategy to change',
      '  data/sample              two weeks of a pool, SIMULATED',
      '  tsconfig.json, package.json, node_modules   so that editors and npx find Tickwise',
      '',
      'Next:',
      ...(folder === process.cwd() ? [] : [`  cd ${target}`]),
      '  npx tickwise backtest            # what my-range would have earned',
      '  npx tickwise backtest --watch    # again whenever you save the file',
      '  npx tickwise report              # the same as one HTML file',
      '  npx tickwise sweep --grid halfWidthTicks=200..2000:200',
    ].join('\n'),
  }
}

/** Nothing of a user's is ever replaced. */
function requireFree(folder: string): void {
  const names = [...templateFiles.map(([name]) => name), schemaFile, sampleFolder, 'tickwise.toml']
  const taken = names.filter((name) => existsSync(join(folder, name)))
  if (taken.length === 0) return
  throw new UserError('E_EXISTS', `${shownPath(folder)} has ${taken.join(', ')} already`, {
    hint: 'nothing was written: give another folder, such as tickwise init research',
  })
}

function templatePath(name: string): string {
  return fileURLToPath(new URL(`../../template/${name}`, import.meta.url))
}

async function schemaText(): Promise<string> {
  const { configJsonSchema } = await import('./config/schema.ts')
  return JSON.stringify(configJsonSchema(), null, 2)
}

/** The sample without what is made of it. */
async function copySample(folder: string): Promise<void> {
  const source = sampleDirectory()
  await cp(source, join(folder, sampleFolder), {
    recursive: true,
    errorOnExist: true,
    force: false,
    filter: (path) => relative(source, path).split(/[/\\]/)[0] !== 'cache',
  })
}

/**
 * Links to the packages of this installation: a strategy's imports have their types, and `npx tickwise` and
 * `npx tsc` run what is installed here. What is there already stays.
 */
async function linkPackages(folder: string): Promise<void> {
  const packages = ['@tickwise/strategies', '@tickwise/amm', '@tickwise/backtest', 'zod']
  for (const name of packages) {
    await link(packageFolder(name), join(folder, modulesFolder, name), 'junction')
  }
  const bin = fileURLToPath(new URL('../../bin/tickwise.js', import.meta.url))
  await link(bin, join(folder, modulesFolder, '.bin', 'tickwise'), 'file')
  const compiler = join(packageFolder('zod'), '..', 'typescript', 'bin', 'tsc')
  if (existsSync(compiler)) await link(compiler, join(folder, modulesFolder, '.bin', 'tsc'), 'file')
}

async function link(target: string, path: string, kind: 'junction' | 'file'): Promise<void> {
  if (existsSync(path)) return
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, kind)
}

/** The folder of an installed package: the nearest above its entry that has a `package.json`. */
function packageFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.resolve(name)))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
