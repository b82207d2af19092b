import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildReport } from './build-report.ts'
import { buildComparison } from './compare/build-comparison.ts'
import { renderHtml } from './html/render-html.ts'
import { findChromium } from './testing/find-chromium.ts'
import { sampleRuns } from './testing/sample-runs.ts'

const executablePath = findChromium()

/** What a browser says about a page beside what it shows. */
interface Complaints {
  readonly console: string[]
  readonly requests: string[]
}

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let browser: Browser
  let folder: string
  const file = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwise-report-'))
    const runs = await sampleRuns([
      { strategy: 'recentre', parameters: { halfWidthTicks: '300', thresholdTicks: '150' } },
      { strategy: 'passive', settings: { asset: 0 } },
    ])
    const told = runs.map((result) => ({ result, provenance: { commands: ['npx tickwise …'] } }))
    const [first] = told
    await writeFile(
      join(folder, 'report.html'),
      renderHtml(buildReport(first!.result, first!.provenance)),
    )
    await writeFile(join(folder, 'comparison.html'), renderHtml(buildComparison(told)))
    // Containers have no user namespaces; the pages are our own.
    browser = await chromium.launch({ executablePath: executablePath!, chromiumSandbox: false })
  })
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const opened = async <T>(
    name: string,
    options: BrowserContextOptions,
    look: (page: Page, complaints: Complaints) => Promise<T>,
  ): Promise<T> => {
    const context = await browser.newContext(options)
    try {
      const page = await context.newPage()
      const complaints: Complaints = { console: [], requests: [] }
      page.on('console', (message) => complaints.console.push(message.text()))
      page.on('pageerror', (error) => complaints.console.push(error.message))
      page.on('request', (request) => complaints.requests.push(request.url()))
      await page.goto(file(name))
      return await look(page, complaints)
    } finally {
      await context.close()
    }
  }

  const pages = ['report', 'comparison'] as const
  const screens = [
    ['a desktop', { viewport: { width: 1280, height: 900 } }],
    ['a phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
  ] as const satisfies readonly (readonly [string, BrowserContextOptions])[]

  describe.each(pages)('the %s', (name) => {
    it.each(screens)('is whole on %s: drawn, quiet, within the screen', async (_, options) => {
      await opened(name, options, async (page, complaints) => {
        expect(complaints).toEqual({ console: [], requests: [file(name)] })
        const width = await page.evaluate('document.documentElement.scrollWidth')
        expect(width).toBe(options.viewport.width)
        const charts = (await page.evaluate(measureCharts)) as readonly DrawnChart[]
        expect(charts.length).toBe(name === 'report' ? 5 : 2)
        for (const chart of charts) {
          expect(chart).toMatchObject({ shown: 1, broken: 0, outside: [] })
          expect(chart.width).toBeGreaterThan(250)
          expect(chart.marks).toBeGreaterThan(3)
        }
      })
    })

    it('is black on white on paper, with all its parts and without what only a screen needs', async () => {
      await opened(name, { colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
        expect(await page.evaluate(colours)).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
        expect(await page.locator('nav').isVisible()).toBe(false)
        expect(await page.locator('section').count()).toBeGreaterThan(5)
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
        const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
        expect(sheets).toBeGreaterThanOrEqual(3)
        expect(sheets).toBeLessThanOrEqual(12)
      })
    })
  })

  it('is dark where the reader wants it', async () => {
    const dark = await opened('report', { colorScheme: 'dark' }, (page) => page.evaluate(colours))
    const light = await opened('report', { colorScheme: 'light' }, (page) => page.evaluate(colours))
    expect(light).toEqual(['rgb(255, 255, 255)', 'rgb(20, 24, 29)'])
    expect(dark).toEqual(['rgb(18, 22, 27)', 'rgb(232, 236, 240)'])
  })

  it('can be walked through with the keyboard, and opens its tables by it', async () => {
    await opened('report', {}, async (page) => {
      await page.keyboard.press('Tab')
      const skip = page.locator('a.skip')
      expect(await page.locator('a.skip:focus').count()).toBe(1)
      expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0)
      const summary = page.locator('summary').first()
      await summary.focus()
      await page.keyboard.press('Enter')
      expect(await page.locator('details').first().locator('table').isVisible()).toBe(true)
    })
  })
})

interface DrawnChart {
  readonly id: string
  readonly shown: number
  readonly width: number
  readonly marks: number
  readonly broken: number
  readonly outside: readonly string[]
}

// What runs in the page is text: the types of a browser are not those of these tests.
const colours = `(() => {
  const { backgroundColor, color } = getComputedStyle(document.body)
  return [backgroundColor, color]
})()`

const measureCharts = `[...document.querySelectorAll('figure')].map((figure) => {
  const shown = [...figure.querySelectorAll(':scope > svg')].filter(
    (svg) => svg.getBoundingClientRect().width > 0,
  )
  const [svg] = shown
  const frame = svg.getBoundingClientRect()
  const shapes = [...svg.querySelectorAll('path, rect, line')]
  const outside = [...svg.querySelectorAll('text')].filter((text) => {
    const box = text.getBoundingClientRect()
    return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1
  })
  return {
    id: figure.id,
    shown: shown.length,
    width: frame.width,
    marks: shapes.filter((shape) => shape.getBoundingClientRect().height + shape.getBoundingClientRect().width > 0).length,
    broken: shapes.filter((shape) => /NaN|undefined|Infinity/.test(shape.outerHTML)).length,
    outside: outside.map((text) => text.textContent),
  }
})`
