import type { Chart } from '../charts/chart.ts'
import { element, trusted } from './element.ts'
import { chartSizes, type ChartSize } from './frame.ts'
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

function legendRow({ legend }: Chart) {
  let x = 0
  return legend.map(({ name, style, shape }) => {
    const at = x
    x += 48 + name.length * 7.2
    return element(
      'g',
      { transform: `translate(${at} 0)` },
      shape === 'line'
        ? element('path', { class: style, d: 'M0 8L26 8' })
        : element('rect', { class: style, x: 2, y: 3, width: 22, height: 10 }),
      element('text', { x: 32, y: 12 }, name),
    )
  })
}
