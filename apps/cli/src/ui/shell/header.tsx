import type { ReactElement } from 'react'
import { Line } from '../parts/lines.tsx'
import { cutText, visibleLength } from '../text/cut.ts'
import { propsOf, type Shell } from './shell.ts'

/** Where the user is, and what runs beside. */
export function Header({ shell }: { readonly shell: Shell }): ReactElement {
  const { stack, jobs, size } = shell.getState()
  const { style, glyphs } = shell.look
  const { screen, props } = propsOf(shell)
  const crumbs = [
    'tickwise',
    ...stack.slice(0, -1).map(({ screen: name }) => name),
    screen.title(props),
  ]
  const running = jobs.filter(({ status }) => status === 'running' || status === 'stopping').length
  const right = running === 0 ? '' : ` ${glyphs.running} ${running} running`
  const room = size.columns - visibleLength(right)
  const left = cutText(pathOf(crumbs, room, ` ${glyphs.crumb} `), room, glyphs.more)
  const gap = ' '.repeat(Math.max(0, room - visibleLength(left)))
  return (
    <Line
      text={style('bold', left) + (right === '' ? '' : gap + style('yellow', right))}
      columns={size.columns}
      look={shell.look}
    />
  )
}

/** The way to where the user is; what lies furthest back is left out where there is no room. */
function pathOf(crumbs: readonly string[], room: number, between: string): string {
  const path = crumbs.join(between)
  return path.length <= room || crumbs.length === 1 ? path : pathOf(crumbs.slice(1), room, between)
}
