// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Appraisal, Portfolio} from "../../../src/interfaces/IPriceEnvelope.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// What the vault ought to answer, reckoned from its books and the envelope alone. Fees must have been
/// accrued in this block: the supply is taken as it is.
abstract contract Expected is VaultFixture {
    function expectedVirtualShares() internal view returns (uint256) {
        uint8 decimals = asset.decimals();
        return 10 ** (decimals < 12 ? 18 - decimals : 6);
    }

    function expectedSupply() internal view returns (uint256) {
        return vault.valuation().supply + expectedVirtualShares();
    }

    function expectedPortfolio() internal view returns (Portfolio memory) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        return Portfolio(address(vault), vault.assetIsToken1(), idle0, idle1, vault.positions());
    }

    function expectedAppraisal() internal view returns (Appraisal memory) {
        return envelope.appraise(address(pool), expectedPortfolio());
    }

    /// With the virtual asset.
    function expectedBid() internal view returns (uint256) {
        return expectedAppraisal().leastValue + 1;
    }

    /// With the virtual asset.
    function expectedAsk() internal view returns (uint256) {
        return expectedAppraisal().greatestValue + 1;
    }

    function expectedDeposit(uint256 assets) internal view returns (uint256 shares) {
        uint256 fee = Math.ceilDiv(assets * vault.limits().entryFeeBps, 10_000);
        return (assets - fee) * expectedSupply() / expectedAsk();
    }

    function expectedRedeem(uint256 shares) internal view returns (uint256 assets) {
        return shares * expectedBid() / expectedSupply();
    }

    function idleAsset() internal view returns (uint256) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        return vault.assetIsToken1() ? idle1 : idle0;
    }

    /// What a part of everything is: liquidity rounded down position by position, then fees to idle, then
    /// the part of idle.
    function expectedInKind(uint256 shares)
        internal
        view
        returns (uint256 amount0, uint256 amount1)
    {
        uint256 supply = expectedSupply();
        Portfolio memory portfolio = expectedPortfolio();
        Appraisal memory appraisal = expectedAppraisal();
        uint256 idle0 = (portfolio.amount0 + appraisal.fee0) * shares / supply;
        uint256 idle1 = (portfolio.amount1 + appraisal.fee1) * shares / supply;
        Position[] memory positions = portfolio.positions;
        for (uint256 i = 0; i < positions.length; i++) {
            positions[i].liquidity = uint128(Math.mulDiv(positions[i].liquidity, shares, supply));
        }
        (portfolio.amount0, portfolio.amount1) = (idle0, idle1);
        return envelope.amountsAt(portfolio, sqrtPriceNow());
    }
}
