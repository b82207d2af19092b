import { Text } from 'ink'
import type { ReactElement } from 'react'
import { cutText, visibleLength } from '../text/cut.ts'
import { screenNamed } from './screen-named.ts'
import { propsOf, type Shell } from './shell.ts'

/** Where the user is, and what runs beside. */
export function Header({ shell }: { readonly shell: Shell }): ReactElement {
  const { stack, jobs, size } = shell.getState()
  const { style, glyphs } = shell.look
  const { screen, props } = propsOf(shell)
  const crumbs = stack.slice(0, -1).map(({ screen: name }) => screenNamed(shell.screens, name).name)
  const path = [...crumbs, screen.title(props)].join(` ${glyphs.crumb} `)
  const running = jobs.filter(({ status }) => status === 'running' || status === 'stopping').length
  const right = running === 0 ? '' : ` ${glyphs.running} ${running} running`
  const room = size.columns - visibleLength(right)
  const left = cutText(`tickwise ${glyphs.crumb} ${path}`, room, glyphs.more)
  const gap = ' '.repeat(Math.max(0, room - visibleLength(left)))
  return <Text wrap="truncate">{style('bold', left) + gap + style('yellow', right)}</Text>
}
