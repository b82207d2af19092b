import { codes } from './codes.ts'

/** A terminal that shows the screens and is given back as it was. */
export interface AlternateScreen {
  /** Gives the terminal back; once is enough, more does no harm. */
  readonly leave: () => void
}

/**
 * Takes the alternate screen of a terminal. It is given back when `leave` is called and, whatever happens, when
 * the process ends.
 *
 * @param write puts text on the terminal at once
 */
export function enterAlternateScreen(write: (text: string) => void): AlternateScreen {
  let isEntered = true
  write(codes.enterAlternateScreen + codes.hideCursor + codes.eraseScreen)
  const leave = (): void => {
    if (!isEntered) return
    isEntered = false
    process.off('exit', leave)
    write(codes.showCursor + codes.leaveAlternateScreen)
  }
  process.once('exit', leave)
  return { leave }
}
