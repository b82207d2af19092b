// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {PriceEnvelope} from "../../src/PriceEnvelope.sol";
import {PriceReading} from "../../src/interfaces/IPriceEnvelope.sol";
import {NaiveLpVault} from "./NaiveLpVault.sol";

// DELIBERATELY VULNERABLE. FOR TESTS ONLY. NEVER DEPLOY, NEVER COPY.

/// Prices shares at the 30-minute mean alone, rounded towards zero; when the pool has no such mean it
/// takes the price to be nothing.
contract NaiveTwapVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function twapTick() public view returns (bool known, int24 tick) {
        uint32[] memory secondsAgos = new uint32[](2);
        secondsAgos[0] = 1800;
        try pool.observe(secondsAgos) returns (int56[] memory cumulatives, uint160[] memory) {
            // forge-lint: disable-next-line(unsafe-typecast)
            return (true, int24((cumulatives[1] - cumulatives[0]) / 1800));
        } catch {
            return (false, 0);
        }
    }

    function navSqrtPriceX96() public view virtual override returns (uint160) {
        (bool known, int24 tick) = twapTick();
        return known ? TickMath.getSqrtPriceAtTick(tick) : 0;
    }

    function valueAt(uint160 sqrtPriceX96) public view virtual override returns (uint256) {
        if (sqrtPriceX96 != 0) return super.valueAt(sqrtPriceX96);
        (uint256 held0, uint256 held1) = balances();
        return assetIsToken1 ? held1 : held0;
    }
}

/// As the TWAP vault, but with spot for a price while the pool is too young to have a mean.
contract NaiveFallbackVault is NaiveTwapVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveTwapVault(pool_, assetIsToken1_) {}

    function navSqrtPriceX96() public view override returns (uint160 sqrtPriceX96) {
        (bool known, int24 tick) = twapTick();
        if (known) return TickMath.getSqrtPriceAtTick(tick);
        (sqrtPriceX96,,,,,,) = pool.slot0();
    }
}

/// Mints at the dearer and burns at the cheaper of spot and the 30-minute mean.
contract NaiveSpotTwapVault is NaiveTwapVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveTwapVault(pool_, assetIsToken1_) {}

    function entryValue() public view override returns (uint256) {
        (uint160 spotX96,,,,,,) = pool.slot0();
        return Math.max(valueAt(spotX96), valueAt(navSqrtPriceX96()));
    }

    function exitValue() public view override returns (uint256) {
        (uint160 spotX96,,,,,,) = pool.slot0();
        return Math.min(valueAt(spotX96), valueAt(navSqrtPriceX96()));
    }
}

/// Mints at the dearest and burns at the cheapest of spot, the block's first price and the 30-minute
/// mean: one transaction cannot rob it, two blocks can.
contract NaiveThreePriceVault is NaiveTwapVault {
    PriceEnvelope private immutable envelope = new PriceEnvelope();

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveTwapVault(pool_, assetIsToken1_) {}

    function entryValue() public view override returns (uint256) {
        (uint256 atSpot, uint256 atStart, uint256 atMean) = threeValues();
        return Math.max(atSpot, Math.max(atStart, atMean));
    }

    function exitValue() public view override returns (uint256) {
        (uint256 atSpot, uint256 atStart, uint256 atMean) = threeValues();
        return Math.min(atSpot, Math.min(atStart, atMean));
    }

    function threeValues() private view returns (uint256, uint256, uint256) {
        PriceReading memory reading = envelope.read(address(pool));
        return (
            valueAt(reading.spotSqrtPriceX96),
            valueAt(TickMath.getSqrtPriceAtTick(reading.blockStartTick)),
            valueAt(TickMath.getSqrtPriceAtTick(reading.longTwapTick))
        );
    }
}

/// Spot, refused when it is further from the mean than a threshold that the owner may set to anything.
contract NaiveThresholdVault is NaiveTwapVault {
    uint24 public maxDeviationTicks = 100;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveTwapVault(pool_, assetIsToken1_) {}

    function setMaxDeviationTicks(uint24 ticks) external {
        require(msg.sender == admin, "admin");
        maxDeviationTicks = ticks;
    }

    function navSqrtPriceX96() public view override returns (uint160 sqrtPriceX96) {
        int24 tick;
        (sqrtPriceX96, tick,,,,,) = pool.slot0();
        (, int24 mean) = twapTick();
        int24 away = tick > mean ? tick - mean : mean - tick;
        // forge-lint: disable-next-line(unsafe-typecast)
        require(uint24(away) <= maxDeviationTicks, "deviation");
    }
}
