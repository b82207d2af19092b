import { coordinate } from './element.ts'
import type { Point } from './downsample.ts'

/** A path through points given in pixels. */
export function polyline(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`)
    .join('')
}
