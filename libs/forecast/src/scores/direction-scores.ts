/** How well the sign of a move was forecast. Rows without a move are left out. */
export interface DirectionScores {
  readonly rows: number
  /** Share of right signs; a forecast of exactly 0 is half right. */
  readonly hitRate: number
  /** Matthews correlation of forecast and outcome, −1 … 1; `null` when either never changes sign. */
  readonly matthews: number | null
}

/**
 * Hit rate and Matthews correlation of forecast moves. The null hypothesis is a hit rate of 0.5 and a
 * correlation of 0.
 *
 * Source: Matthews, Biochimica et Biophysica Acta 405(2), 1975.
 *
 * @example
 * directionScores([1, -1, 2], [0.5, -0.1, -0.2]) // hitRate 0.666…, matthews 0.5
 */
export function directionScores(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
): DirectionScores {
  const count = { upUp: 0, upDown: 0, downUp: 0, downDown: 0 }
  let [rows, right] = [0, 0]
  for (let i = 0; i < actual.length; i++) {
    const move = actual[i] ?? NaN
    const guess = forecast[i] ?? NaN
    if (move === 0) continue
    rows++
    if (guess === 0) right += 0.5
    else if (guess > 0 === move > 0) right++
    if (guess > 0) count[move > 0 ? 'upUp' : 'downUp']++
    if (guess < 0) count[move > 0 ? 'upDown' : 'downDown']++
  }
  return { rows, hitRate: right / rows, matthews: matthews(count) }
}

function matthews(count: Record<'upUp' | 'upDown' | 'downUp' | 'downDown', number>): number | null {
  const { upUp, upDown, downUp, downDown } = count
  const scale = Math.sqrt(
    (upUp + downUp) * (upUp + upDown) * (downDown + downUp) * (downDown + upDown),
  )
  return scale > 0 ? (upUp * downDown - downUp * upDown) / scale : null
}

/**
 * Brier skill of forecast probabilities against always saying the share of ups that the outcomes have: 1 is
 * perfect, 0 no better, `null` when the outcomes are all alike. `ups` holds 1 for an up and 0 for a down.
 *
 * Source: Brier, Monthly Weather Review 78(1), 1950; Murphy, Journal of Applied Meteorology 12, 1973.
 *
 * @example
 * brierSkill([1, 0], [0.8, 0.2]) // 1 − 0.04 / 0.25 = 0.84
 */
export function brierSkill(
  ups: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): number | null {
  let share = 0
  for (let i = 0; i < ups.length; i++) share += (ups[i] ?? NaN) / ups.length
  let [score, climatology] = [0, 0]
  for (let i = 0; i < ups.length; i++) {
    score += ((ups[i] ?? NaN) - (probabilities[i] ?? NaN)) ** 2
    climatology += ((ups[i] ?? NaN) - share) ** 2
  }
  return climatology > 0 ? 1 - score / climatology : null
}
