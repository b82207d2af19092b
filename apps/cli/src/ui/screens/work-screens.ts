import type { AnyScreen } from '../shell/screen.ts'
import { liveScreen } from './live/live-screen.tsx'

/** Screens on which something is at work. */
export const workScreens: readonly AnyScreen[] = [liveScreen]
