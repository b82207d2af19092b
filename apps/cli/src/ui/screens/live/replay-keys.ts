import type { ReplayPace } from '../../services/replay-pace.ts'
import type { KeyBinding } from '../../shell/keys.ts'

/** The keys of a record that is played. */
export function replayKeys(pace: ReplayPace, isOver: boolean): readonly KeyBinding[] {
  // Of what is over the keys are told in the help alone.
  const label = (text: string): { readonly label?: string } => (isOver ? {} : { label: text })
  const over = isOver ? 'the record is over: Ctrl-R plays it again' : undefined
  return [
    {
      keys: ['space'],
      ...label(pace.isPaused() ? 'go on' : 'pause'),
      help: 'stops the replay where it is, and goes on from there',
      disabled: over,
      run: pace.pause,
    },
    {
      keys: ['-'],
      ...label('slower'),
      help: 'plays half as fast, down to 1/64 of the speed of the record',
      disabled: pace.can(-1) ? undefined : 'it goes no slower',
      run: pace.slower,
    },
    {
      keys: ['+', '='],
      ...label('faster'),
      help: 'plays twice as fast, up to 64 times the speed of the record',
      disabled: pace.can(1) ? undefined : 'it goes no faster',
      run: pace.faster,
    },
  ]
}

/** How fast it goes, for the title of the screen; of what is over only where somebody has changed it. */
export function paceText(pace: ReplayPace, isOver: boolean): string {
  if (isOver && !pace.isChanged()) return ''
  return pace.isPaused() ? `, paused, ${pace.speedText()}` : `, ${pace.speedText()}`
}
