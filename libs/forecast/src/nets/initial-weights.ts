/** Weights of a variable before training. */
export interface InitialWeights {
  readonly shape: readonly [rows: number, columns: number] | readonly [length: number]
  readonly values: Float32Array
}

/**
 * Weights of a layer of rectifiers, one row per output, uniform within ±√(6 / inputs).
 *
 * Source: He, Zhang, Ren & Sun, "Delving Deep into Rectifiers", ICCV 2015, equation 10. Uniform draws and a
 * square root have one result everywhere, which TensorFlow.js's own normal draws do not promise.
 */
export function heUniform(random: () => number, outputs: number, inputs: number): InitialWeights {
  return uniform(random, [outputs, inputs], Math.sqrt(6 / inputs))
}

/**
 * Weights of a layer of sigmoids or tangents, one row per output, uniform within ±√(6 / (inputs + outputs)).
 *
 * Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks",
 * AISTATS 2010, equation 16.
 */
export function glorotUniform(
  random: () => number,
  outputs: number,
  inputs: number,
): InitialWeights {
  return uniform(random, [outputs, inputs], Math.sqrt(6 / (inputs + outputs)))
}

/** Biases, and the last layer of a net that is to start at its baseline. */
export function zeros(...shape: [number] | [number, number]): InitialWeights {
  return { shape, values: new Float32Array(shape.reduce((product, size) => product * size, 1)) }
}

function uniform(
  random: () => number,
  shape: readonly [number, number],
  bound: number,
): InitialWeights {
  const values = Float32Array.from(
    { length: shape[0] * shape[1] },
    () => bound * (2 * random() - 1),
  )
  return { shape, values }
}

/** Puts values in an order drawn from `random` (Fisher & Yates). */
export function shuffle(values: Int32Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = values[last] ?? 0
    values[last] = values[other] ?? 0
    values[other] = held
  }
}
