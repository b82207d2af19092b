import type { AnyScreen } from '../shell/screen.ts'
import { compareScreen } from './compare/compare-screen.tsx'
import { datasetScreen } from './dataset/dataset-screen.tsx'
import { datasetsScreen } from './datasets-screen.tsx'
import { homeScreen } from './home/home-screen.tsx'
import { jobsScreen } from './jobs-screen.tsx'
import { outputScreen } from './output-screen.tsx'
import { runScreen } from './run/run-screen.tsx'
import { runsScreen } from './runs/runs-screen.tsx'
import { workScreens } from './work-screens.ts'

/** Every screen, in the order in which the help tells them. */
export const screens: readonly AnyScreen[] = [
  homeScreen,
  datasetsScreen,
  datasetScreen,
  runsScreen,
  runScreen,
  compareScreen,
  ...workScreens,
  jobsScreen,
  outputScreen,
]
