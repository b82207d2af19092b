import type { AnyScreen } from '../shell/screen.ts'
import { homeScreen } from './home/home-screen.tsx'
import { jobsScreen } from './jobs-screen.tsx'
import { outputScreen } from './output-screen.tsx'
import { workScreens } from './work-screens.ts'

/** Every screen, in the order in which the help tells them. */
export const screens: readonly AnyScreen[] = [homeScreen, ...workScreens, jobsScreen, outputScreen]
