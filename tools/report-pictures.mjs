// Pictures of reports for docs/report.md, of runs over the sample dataset. Needs a Chromium, as the browser
// test does. Run after a change of how reports look: node tools/report-pictures.mjs, and look at them.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const places = [process.env.TICKWISE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']
const executablePath = places.find((path) => path && existsSync(path))
if (!executablePath) throw new Error('no Chromium: apt-get install chromium, or TICKWISE_CHROMIUM')

const scratch = mkdtempSync(join(tmpdir(), 'tickwise-pictures-'))
const images = 'docs/images'
mkdirSync(images, { recursive: true })
const tickwise = (...args) =>
  execFileSync(process.execPath, ['apps/cli/bin/tickwise.js', ...args, '--quiet'], {
    env: { ...process.env, TICKWISE_RUNS: join(scratch, 'runs') },
  })
const run = ['--dataset', 'data/sample', '--strategy']
const recentre = ['recentre', '--param', 'halfWidthTicks=300', 'thresholdTicks=150']
tickwise('report', ...run, ...recentre, '--out', join(scratch, 'report.html'))
tickwise('backtest', ...run, 'passive')
const ids = readdirSync(join(scratch, 'runs')).filter((name) => /^[0-9a-f]{12}$/.test(name))
tickwise('compare', ...ids, '--out', join(scratch, 'compare.html'))

const browser = await chromium.launch({ executablePath, chromiumSandbox: false })
const pictures = [
  ['report', 'report-desktop', { width: 780, height: 750 }, {}, 0],
  ['report', 'report-equity', { width: 780, height: 1020 }, {}, '#equity'],
  ['report', 'report-causes', { width: 780, height: 1000 }, {}, '#attribution'],
  ['report', 'report-dark', { width: 780, height: 1000 }, { colorScheme: 'dark' }, '#ranges'],
  ['report', 'report-phone', { width: 360, height: 1300 }, {}, 0],
  ['report', 'report-print', { width: 700, height: 920 }, { media: 'print' }, 0],
  ['compare', 'report-compare', { width: 780, height: 900 }, {}, 0],
]
for (const [file, name, viewport, media, from] of pictures) {
  const page = await browser.newPage({ viewport })
  await page.emulateMedia(media)
  await page.goto(pathToFileURL(join(scratch, `${file}.html`)).href)
  const top = from === 0 ? 0 : (await page.locator(from).boundingBox()).y
  const clip = { x: 0, y: top, ...viewport }
  await page.screenshot({ path: join(images, `${name}.png`), fullPage: true, clip })
  await page.close()
}
await browser.close()
rmSync(scratch, { recursive: true })
