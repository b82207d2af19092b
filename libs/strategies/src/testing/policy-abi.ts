import { parseAbi } from 'viem'

/** `plan` and `fill` of `RangePolicy.sol`, and what they refuse with. */
export const policyAbi = parseAbi([
  'struct Parameters { uint8 policyId; uint24 minHalfWidthTicks; uint24 maxHalfWidthTicks; uint16 widthMilliSigmas; uint16 horizonEpochs; uint24 baseHalfWidthTicks; uint24 limitWidthTicks; }',
  'struct Market { uint160 sqrtPriceX96; int24 tick; int24 tickSpacing; uint128 liquidity; uint24 fee; }',
  'struct Placeable { uint256 amount0; uint256 amount1; uint256 reserve0; uint256 reserve1; }',
  'struct Range { int24 tickLower; int24 tickUpper; }',
  'struct Position { int24 tickLower; int24 tickUpper; uint128 liquidity; }',
  'struct Plan { bool zeroForOne; uint256 swapAmountIn; Range[] ranges; }',
  'function plan(Parameters parameters, uint256 varianceX32, Market market, Placeable placeable) pure returns (Plan)',
  'function fill(Range[] ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1) pure returns (Position[])',
  'error UnknownPolicy(uint8 policyId)',
  'error ParameterOutOfRange(string parameter, uint256 value, uint256 lowest, uint256 highest)',
  'error InputOutOfRange(string field)',
])
