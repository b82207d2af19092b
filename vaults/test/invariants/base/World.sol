// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {TestToken} from "../../base/TestToken.sol";
import {Crowd} from "./Crowd.sol";

/// Which pool and which of its tokens is the asset.
struct Situation {
    uint24 fee;
    uint8 decimals0;
    uint8 decimals1;
    int24 homeTick;
    bool assetIsToken1;
    /// Observations that the pool's oracle keeps.
    uint16 cardinality;
    /// Whether runs begin with the policy that never swaps.
    bool passive;
}

/// Everything a run plays with.
struct World {
    StrategyVault vault;
    RedemptionQueue queue;
    IUniswapV3Pool pool;
    PriceEnvelope envelope;
    RangePolicy policy;
    TestToken token0;
    TestToken token1;
    Crowd crowd;
    address timelock;
    address guardian;
    address registry;
    address[2] feeRecipients;
    address[3] holders;
    address seedOwner;
    int24 homeTick;
}
