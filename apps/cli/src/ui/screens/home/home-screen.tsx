import { Lines } from '../../parts/lines.tsx'
import { defineScreen } from '../../shell/screen.ts'

/** Where everything begins. */
export const homeScreen = defineScreen<never, undefined>({
  name: 'home',
  summary: 'datasets, runs, models and vaults',
  title: () => 'home',
  start: () => undefined,
  keys: () => [],
  view: ({ size, look }) => <Lines lines={['home']} size={size} look={look} />,
})
