// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Every reason for which the vault refuses, with what was found and what was allowed.
interface IVaultErrors {
    // Creation
    error AssetNotInPool(address asset, address pool);
    error ZeroAddress(string what);
    error FeeRecipientIsVault();
    error LimitAboveCeiling(string limit, uint256 given, uint256 ceiling);
    error LimitBelowFloor(string limit, uint256 given, uint256 floor);

    // Callers
    error NotTimelock(address caller);
    error NotGuardian(address caller);
    error NotRegistry(address caller);
    error NotPool(address caller);
    /// The pool called back outside a call that the vault made.
    error UnexpectedCallback();

    // State
    error VaultPaused();
    /// The pool's oracle does not reach back 30 minutes.
    error PriceHistoryMissing();
    error PriceUnsettled(uint256 spreadTicks, uint256 maxDeviationTicks);
    /// A token holds less for the vault than the vault put there: it rebases or charges fees.
    error TokenBalanceShort(address token, uint256 expected, uint256 actual);

    // Amounts
    error ZeroShares();
    error ZeroAssets();
    error AmountsBelowMinimum(uint256 amount0, uint256 amount1, uint256 min0, uint256 min1);
    error AssetsBelowMinimum(uint256 assets, uint256 minAssets);
    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    /// The pool has too little liquidity to take the whole swap.
    error SwapIncomplete(uint256 amountIn, uint256 wanted);

    // Rebalance
    error CooldownRunning(uint256 availableAt);
    error SwapOutBelowMinimum(uint256 amountOut, uint256 minimum);
    error TooManyRanges(uint256 count);
    error RangeRepeated(int24 tickLower, int24 tickUpper);
    error LossExceeded(uint256 valueBefore, uint256 valueAfter, uint256 maxLossBps);
    error SupplyChanged(uint256 before, uint256 afterwards);
    error IdleBelowTarget(uint256 idle, uint256 target);
    /// Only a timelock may raise risk; the field says what the guardian tried to raise.
    error GuardianCannotRaise(string limit);
}
