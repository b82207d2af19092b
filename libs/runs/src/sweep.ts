// What a sweep is made of. Apart from the registry, which needs no strategies.
export { axisValues, gridPoints, parseGrid, type GridAxis, type GridPoint } from './sweep/grid.ts'
export { shared } from './sweep/share.ts'
export { timeLeftEstimator } from './sweep/time-left.ts'
export { runPool, type PoolOptions } from './sweep/worker-pool.ts'
export { figuresOf } from './describe-run.ts'
