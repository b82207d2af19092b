import type { Chart } from '../charts/chart.ts'
import { swatch } from '../charts/swatch.ts'
import { coordinate, element, trusted, type Markup } from './element.ts'
import { chartSizes, textWidth, type ChartSize } from './frame.ts'
import { chartStyle, colourVariables, darkPalette, lightPalette } from './palette.ts'

/**
 * A chart as an SVG file of its own: its title, its legend, and colours that follow the reader's choice of
 * light or dark.
 *
 * @example
 * standaloneSvg(chart) // '<?xml version="1.0" …'
 */
export function standaloneSvg(chart: Chart, size: ChartSize = chartSizes.wide): string {
  const drawn = chart.draw(size)
  const height = Number(/height="(\d+(?:\.\d+)?)"/.exec(drawn.text)?.[1] ?? size.height)
  const title = 30
  const legend = 26
  const style = `svg{${colourVariables(lightPalette)}}@media (prefers-color-scheme:dark){svg{${colourVariables(darkPalette)}}}${chartStyle}.paper{fill:var(--paper)}.title{font-weight:600;font-size:15px}`
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'chart',
      viewBox: `0 0 ${size.width} ${title + height + legend}`,
      width: size.width,
      height: title + height + legend,
      role: 'img',
      'aria-label': `${chart.title}. ${chart.summary}`,
    },
    element('style', {}, trusted(style)),
    element('rect', { class: 'paper', width: size.width, height: title + height + legend }),
    element('text', { class: 'strong title', x: 8, y: 20 }, chart.title),
    element('g', { transform: `translate(0 ${title})` }, drawn),
    element('g', { transform: `translate(8 ${title + height + 6})` }, legendRow(chart)),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}\n`
}

function legendRow({ legend }: Chart): readonly Markup[] {
  let x = 0
  return legend.map((entry) => {
    const at = x
    x += 48 + textWidth(entry.name)
    return element(
      'g',
      { transform: `translate(${coordinate(at)} 0)` },
      swatch(entry),
      element('text', { x: 32, y: 10 }, entry.name),
    )
  })
}
