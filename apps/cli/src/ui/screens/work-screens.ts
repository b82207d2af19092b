import type { AnyScreen } from '../shell/screen.ts'
import { editorScreen } from './editor/editor-screen.tsx'
import { strategiesScreen } from './editor/strategies-screen.tsx'
import { liveScreen } from './live/live-screen.tsx'
import { modelScreen } from './model/model-screen.tsx'
import { modelsScreen } from './model/models-screen.tsx'

/** Screens on which something is at work. */
export const workScreens: readonly AnyScreen[] = [
  strategiesScreen,
  editorScreen,
  liveScreen,
  modelsScreen,
  modelScreen,
]
