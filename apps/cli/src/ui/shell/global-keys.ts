import type { AnyScreen, ShellActions } from './screen.ts'
import type { KeyBinding } from './keys.ts'
import type { UiAction, UiState } from './state.ts'
import { topOf } from './state.ts'

/** Keys that mean the same on every screen. */
export function globalKeys(
  state: UiState,
  screen: AnyScreen,
  actions: ShellActions,
  dispatch: (action: UiAction) => void,
  repaint: () => void,
): readonly KeyBinding[] {
  const { filter } = topOf(state)
  const isFirst = state.stack.length === 1
  return [
    {
      keys: ['escape'],
      label: filter === '' ? 'back' : 'show all',
      help: 'takes the filter away, or goes back to the screen before',
      disabled:
        isFirst && filter === '' ? 'this is the first screen: q leaves Tickwise' : undefined,
      run: () => (filter === '' ? actions.back() : dispatch({ type: 'filtered', filter: '' })),
    },
    {
      keys: ['/'],
      label: 'filter',
      help: 'shows only what has the words that you type',
      disabled: screen.isFilterable ? undefined : 'there is no list on this screen',
      run: () => dispatch({ type: 'mode', mode: 'filter', text: filter }),
    },
    {
      keys: [':'],
      label: 'command',
      help: 'opens a screen or runs a tickwise command by its name; Tab completes it',
      run: () => dispatch({ type: 'mode', mode: 'command' }),
    },
    {
      keys: ['?'],
      label: 'keys',
      help: 'shows these keys',
      run: () => dispatch({ type: 'mode', mode: 'help' }),
    },
    {
      keys: ['ctrl+r'],
      help: 'loads what the screen shows once more',
      disabled: screen.source === undefined ? 'this screen loads nothing' : undefined,
      run: actions.reload,
    },
    { keys: ['ctrl+l'], help: 'draws the whole screen once more', run: repaint },
    {
      keys: ['q', 'ctrl+c'],
      label: 'quit',
      help: 'leaves; running work is ended as by Ctrl-C, and what is finished is kept',
      run: actions.quit,
    },
  ]
}
