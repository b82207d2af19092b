import { nearestName, UserError } from '@tickwise/amm'
import type { AnyScreen } from './screen.ts'

/**
 * A screen by its name.
 *
 * @throws UserError E_SCREEN naming the nearest
 */
export function screenNamed(screens: readonly AnyScreen[], name: string): AnyScreen {
  const found = screens.find((screen) => screen.name === name)
  if (found !== undefined) return found
  const names = screens.map((screen) => screen.name)
  const nearest = nearestName(name, names)
  throw new UserError('E_SCREEN', `there is no screen ${name}`, {
    hint: nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`,
  })
}
