// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {
    IRangePolicy,
    MarketState,
    Placeable,
    Plan,
    Range
} from "../../../src/interfaces/IRangePolicy.sol";
import {PolicyParameters, Position} from "../../../src/types/VaultTypes.sol";

/// A policy that says what a test told it to say: whatever that is, the vault's guards must hold.
contract ScriptedPolicy {
    IRangePolicy private immutable HONEST;
    bytes private _plan;
    bytes private _filled;

    constructor(address honest) {
        HONEST = IRangePolicy(honest);
    }

    function setPlan(Plan memory next) external {
        _plan = abi.encode(next);
    }

    /// Without it, ranges are filled as they should be.
    function setFilled(Position[] memory next) external {
        _filled = abi.encode(next);
    }

    function plan(PolicyParameters calldata, uint256, MarketState calldata, Placeable calldata)
        external
        view
        returns (Plan memory)
    {
        return abi.decode(_plan, (Plan));
    }

    function fill(Range[] calldata ranges, uint160 sqrtPriceX96, uint256 amount0, uint256 amount1)
        external
        view
        returns (Position[] memory)
    {
        if (_filled.length > 0) return abi.decode(_filled, (Position[]));
        return HONEST.fill(ranges, sqrtPriceX96, amount0, amount1);
    }

    function checkParameters(PolicyParameters calldata) external pure {}
}
