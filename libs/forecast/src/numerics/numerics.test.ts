import { describe, expect, it } from 'vitest'
import { solveCholesky } from './cholesky.ts'
import { leastSquares } from './least-squares.ts'
import { nelderMead } from './nelder-mead.ts'

describe('least squares', () => {
  it('gives the certified fit of the Longley data (NIST StRD), which is nearly collinear', () => {
    const employed = [
      60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655,
      69564, 69331, 70551,
    ]
    const columns = [
      [
        83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7,
        116.9,
      ],
      [
        234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769,
        444546, 482704, 502601, 518173, 554894,
      ],
      [
        2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806,
        4007,
      ],
      [
        1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572,
        2827,
      ],
      [
        107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445,
        121950, 123366, 125368, 127852, 130081,
      ],
      [
        1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961,
        1962,
      ],
    ].map((column) => Float64Array.from(column))
    const fit = leastSquares(columns, Float64Array.from(employed))
    const certified = [
      15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359,
      -0.0511041056535807, 1829.15146461355,
    ]
    certified.forEach((value, i) => {
      expect((fit.coefficients[i] ?? NaN) / value).toBeCloseTo(1, 8)
    })
    expect(fit.intercept / -3482258.63459582).toBeCloseTo(1, 8)
    expect(fit.ridge).toBe(0)
  })

  it('splits the weight of equal columns with a ridge and says so', () => {
    const column = Float64Array.of(1, 2, 3, 5)
    const fit = leastSquares(
      [column, column],
      column.map((x) => 2 * x + 1),
    )
    expect(fit.ridge).toBe(1e-6)
    expect(fit.coefficients[0]).toBeCloseTo(1, 4)
    expect(fit.coefficients[1]).toBeCloseTo(1, 4)
  })

  it('gives a column that does not vary no weight', () => {
    const fit = leastSquares(
      [Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1, 2, 3)],
      Float64Array.of(2, 4, 6),
    )
    expect(fit.coefficients[0]).toBe(0)
    expect(fit.coefficients[1]).toBeCloseTo(2, 12)
  })

  it('refuses to solve a singular system', () => {
    expect(solveCholesky(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1))).toBeNull()
    expect([...solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(2, 1))!]).toEqual([
      0.5, 0,
    ])
  })
})

describe('Nelder–Mead', () => {
  it('finds the minimum of the valley of Rosenbrock', () => {
    const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
    const options = { step: 0.5, tolerance: 1e-16, maximumEvaluations: 1000 }
    const { point, evaluations } = nelderMead(valley, [-1.2, 1], options)
    expect(point[0]).toBeCloseTo(1, 6)
    expect(point[1]).toBeCloseTo(1, 6)
    expect(evaluations).toBeLessThan(1000)
  })

  it('walks around places where the function is not a number', () => {
    const half = ([x = 0]: readonly number[]) => (x < 0 ? NaN : (x - 2) ** 2)
    const options = { step: -1, tolerance: 1e-14, maximumEvaluations: 200 }
    expect(nelderMead(half, [0.5], options).point[0]).toBeCloseTo(2, 6)
  })
})
