import { bug, later, mend, type Explanation } from './explanation.ts'

/** What Uniswap v3 pools mean by the few letters they revert with. */
const poolReasons: Readonly<Record<string, () => Explanation>> = {
  OLD: () =>
    later("the pool's oracle does not reach back far enough", 'wait for trades in the pool'),
  LOK: () => mend('the pool is locked or not initialised', 'initialise the pool first'),
  I: () => mend('the pool is not initialised', 'initialise the pool first'),
  SPL: () => later('the price moved beyond the limit of the swap', 'run the command again'),
  AS: () => mend('the pool cannot swap nothing', 'give a larger amount'),
}

/** `require` with a text, and the failures that the compiler itself guards against. */
export const reasonErrors = {
  Error: ([reason]: readonly unknown[]): Explanation =>
    poolReasons[String(reason)]?.() ??
    mend(
      `a contract refuses: ${String(reason) || 'without a reason'}`,
      'the reason is the contract’s own; tokens use it for balance, allowance and blocked accounts',
    ),
  Panic: ([code]: readonly unknown[]): Explanation =>
    bug(`a contract failed an internal check (panic 0x${BigInt(String(code)).toString(16)})`),
} as const
