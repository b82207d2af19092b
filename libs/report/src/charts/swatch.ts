import { element, type Markup } from '../svg/element.ts'
import type { LegendEntry } from './chart.ts'

/** What a legend shows before a name, 26 by 12 pixels. */
export function swatch({ style, shape }: LegendEntry): Markup {
  switch (shape) {
    case 'line':
      return element('path', { class: style, d: 'M0 6L26 6' })
    case 'box':
      return element('rect', { class: style, x: 2, y: 1, width: 22, height: 10 })
    case 'mark':
      return element('path', {
        class: style,
        d: style === 'fail' ? 'M9 2L17 10M9 10L17 2' : 'M13 1L18 6L13 11L8 6Z',
      })
  }
}
