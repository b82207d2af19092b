// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

interface IPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1);
    function mint(address recipient, int24 tickLower, int24 tickUpper, uint128 amount, bytes calldata data)
        external
        returns (uint256 amount0, uint256 amount1);
    function burn(int24 tickLower, int24 tickUpper, uint128 amount) external returns (uint256 amount0, uint256 amount1);
    function collect(address recipient, int24 tickLower, int24 tickUpper, uint128 amount0Requested, uint128 amount1Requested)
        external
        returns (uint128 amount0, uint128 amount1);
    function flash(address recipient, uint256 amount0, uint256 amount1, bytes calldata data) external;
}

interface IToken {
    function transfer(address to, uint256 value) external returns (bool);
}

/// @notice A trader and liquidity provider on a local node: forwards any arguments to a Uniswap v3 pool and pays
/// the pool's callbacks from its own balance. It owns the positions it burns and collects.
/// @dev Unprotected on purpose: anyone may drive it, and any contract may draw its tokens. Never for a live chain.
contract PoolActor {
    /// @notice Runs several calls of this contract in one transaction, all or none.
    function batch(bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; i++) {
            (bool done, bytes memory reason) = address(this).delegatecall(calls[i]);
            if (!done) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
    }

    function swap(IPool pool, address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96)
        external
        returns (int256 amount0, int256 amount1)
    {
        return pool.swap(recipient, zeroForOne, amountSpecified, sqrtPriceLimitX96, _tokens(pool));
    }

    /// @notice Mints to `recipient`; only positions of this contract can be burned through it.
    function mint(IPool pool, address recipient, int24 tickLower, int24 tickUpper, uint128 amount)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        return pool.mint(recipient, tickLower, tickUpper, amount, _tokens(pool));
    }

    function burn(IPool pool, int24 tickLower, int24 tickUpper, uint128 amount)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        return pool.burn(tickLower, tickUpper, amount);
    }

    function collect(
        IPool pool,
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount0Requested,
        uint128 amount1Requested
    ) external returns (uint128 amount0, uint128 amount1) {
        return pool.collect(recipient, tickLower, tickUpper, amount0Requested, amount1Requested);
    }

    /// @notice Borrows to `recipient` and pays back loan + fee + extra from this contract's balance.
    /// A negative extra pays too little, which the pool refuses.
    function flash(IPool pool, address recipient, uint256 amount0, uint256 amount1, int256 extra0, int256 extra1) external {
        pool.flash(recipient, amount0, amount1, abi.encode(_tokens(pool), int256(amount0) + extra0, int256(amount1) + extra1));
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata data) external {
        (address token0, address token1) = abi.decode(data, (address, address));
        if (amount0 > 0) IToken(token0).transfer(msg.sender, uint256(amount0));
        if (amount1 > 0) IToken(token1).transfer(msg.sender, uint256(amount1));
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata data) external {
        (address token0, address token1) = abi.decode(data, (address, address));
        if (amount0 > 0) IToken(token0).transfer(msg.sender, amount0);
        if (amount1 > 0) IToken(token1).transfer(msg.sender, amount1);
    }

    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external {
        (bytes memory tokens, int256 back0, int256 back1) = abi.decode(data, (bytes, int256, int256));
        (address token0, address token1) = abi.decode(tokens, (address, address));
        IToken(token0).transfer(msg.sender, uint256(back0 + int256(fee0)));
        IToken(token1).transfer(msg.sender, uint256(back1 + int256(fee1)));
    }

    function _tokens(IPool pool) private view returns (bytes memory) {
        return abi.encode(pool.token0(), pool.token1());
    }
}
