/** `2^14 · sin(hour · 2π / 24)`, rounded to nearest: a table, since engines differ in `Math.sin`. */
const SINES_X14 = [
  0, 4240, 8192, 11585, 14189, 15826, 16384, 15826, 14189, 11585, 8192, 4240, 0, -4240, -8192,
  -11585, -14189, -15826, -16384, -15826, -14189, -11585, -8192, -4240,
] as const

/** Sine of an hour 0 … 23 of the day on the circle of 24, times 2^14. */
export function hourSineX14(hour: number): number {
  return SINES_X14[hour] ?? 0
}

/** Cosine of an hour 0 … 23 of the day on the circle of 24, times 2^14. */
export function hourCosineX14(hour: number): number {
  return SINES_X14[(hour + 6) % 24] ?? 0
}
