import { editText } from '../text/edit-text.ts'
import { completeCommand, submitCommand } from './command-bar.ts'
import { globalKeys } from './global-keys.ts'
import { bindingOf, type KeyBinding, type KeyName } from './keys.ts'
import { propsOf, type Shell } from './shell.ts'

/** What the screen is told beside keys. */
export interface KeyContext {
  /** Draws everything anew. */
  readonly repaint: () => void
}

/** Every key that has a meaning now: the screen's own first. */
export function activeBindings(shell: Shell, { repaint }: KeyContext): readonly KeyBinding[] {
  const { screen, props } = propsOf(shell)
  return [
    ...screen.keys(props),
    ...globalKeys(shell.getState(), screen, shell.actions, shell.dispatch, repaint),
  ]
}

/** Does what a key means where the user is. */
export function pressKey(shell: Shell, key: KeyName, context: KeyContext): void {
  const { isLeaving, notice, mode } = shell.getState()
  if (isLeaving) {
    if (key === 'ctrl+c' || key === 'q') shell.leaveNow()
    return
  }
  if (notice !== undefined) shell.dispatch({ type: 'noticed' })
  if (key === 'ctrl+c') return shell.actions.quit()
  switch (mode) {
    case 'help':
      return pressInHelp(shell, key)
    case 'filter':
      return pressInFilter(shell, key)
    case 'command':
      return pressInCommand(shell, key)
    case 'screen':
      return pressOnScreen(shell, key, context)
  }
}

function pressOnScreen(shell: Shell, key: KeyName, context: KeyContext): void {
  const { screen, props } = propsOf(shell)
  const field = screen.field?.(props)
  if (field !== undefined) {
    if (key === 'enter') return field.onSubmit()
    if (key === 'escape') return field.onCancel()
    const edited = editText(field.value, key)
    if (edited !== undefined) return field.onChange(edited)
  }
  const binding = bindingOf(activeBindings(shell, context), key)
  if (binding === undefined) return
  if (binding.disabled !== undefined) return shell.actions.notify(binding.disabled)
  binding.run()
}

function pressInHelp({ dispatch, getState }: Shell, key: KeyName): void {
  const { helpTop: top } = getState()
  if (key === 'down' || key === 'j') return dispatch({ type: 'helpMoved', top: top + 1 })
  if (key === 'up' || key === 'k') return dispatch({ type: 'helpMoved', top: top - 1 })
  dispatch({ type: 'mode', mode: 'screen' })
}

/** What is typed narrows the list at once; esc takes it back. */
function pressInFilter({ dispatch, getState }: Shell, key: KeyName): void {
  if (key === 'enter') return dispatch({ type: 'mode', mode: 'screen' })
  if (key === 'escape') {
    dispatch({ type: 'filtered', filter: '' })
    return dispatch({ type: 'mode', mode: 'screen' })
  }
  const line = editText(getState().line, key)
  if (line === undefined) return
  dispatch({ type: 'typed', line })
  dispatch({ type: 'filtered', filter: line.text })
}

function pressInCommand(shell: Shell, key: KeyName): void {
  const { dispatch, getState } = shell
  const { line } = getState()
  if (key === 'enter') return void submitCommand(shell, line.text)
  if (key === 'tab') return void completeCommand(shell, line)
  const isEmptied = key === 'backspace' && line.text === ''
  if (key === 'escape' || isEmptied) return dispatch({ type: 'mode', mode: 'screen' })
  const edited = editText(line, key)
  if (edited !== undefined) dispatch({ type: 'typed', line: edited })
}
