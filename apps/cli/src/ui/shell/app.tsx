import { Box, Text, useInput } from 'ink'
import { useSyncExternalStore, type ReactElement } from 'react'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { HelpOverlay } from './help-overlay.tsx'
import { keysOf } from './ink-key.ts'
import { activeBindings, pressKey, type KeyContext } from './press-key.ts'
import { ScreenBoundary } from './screen-boundary.tsx'
import { propsOf, type Shell } from './shell.ts'
import { bodySize, isTooSmall, smallestSize } from './size.ts'

/** Everything that is drawn: a line above, the screen, a line below. */
export function App({
  shell,
  context,
}: {
  readonly shell: Shell
  readonly context: KeyContext
}): ReactElement {
  const state = useSyncExternalStore(shell.subscribe, shell.getState)
  useInput((input, key) => {
    for (const name of keysOf(input, key)) pressKey(shell, name, context)
  })
  const { columns, rows } = state.size
  if (isTooSmall(state.size)) {
    const { columns: least, rows: lines } = smallestSize
    return (
      <Text wrap="wrap">{`Tickwise needs ${least}x${lines}, this is ${columns}x${rows}.`}</Text>
    )
  }
  const { screen, entry, props } = propsOf(shell)
  const bindings = activeBindings(shell, context)
  const body = bodySize(state.size)
  return (
    <Box flexDirection="column" width={columns} height={rows - 1} overflow="hidden">
      <Header shell={shell} />
      <Box flexDirection="column" width={columns} height={body.rows} overflow="hidden">
        {state.mode === 'help' ? (
          <HelpOverlay bindings={bindings} size={body} look={shell.look} top={state.helpTop} />
        ) : (
          <ScreenBoundary key={entry.id} look={shell.look} size={body}>
            {screen.view(props)}
          </ScreenBoundary>
        )}
      </Box>
      <Footer state={state} bindings={bindings} look={shell.look} />
    </Box>
  )
}
