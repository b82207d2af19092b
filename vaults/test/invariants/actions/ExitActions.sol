// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {PositionMath} from "../../../src/libraries/PositionMath.sol";
import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {Position} from "../../../src/types/VaultTypes.sol";
import {Charge, Observer, Sight} from "../base/Observer.sol";

/// The exits that need no price. They always work, and pay the exact part.
abstract contract ExitActions is Observer {
    /// What a part of the vault is made of.
    struct Part {
        uint256 amount0;
        uint256 amount1;
        uint256 shares;
        uint256 shared;
    }

    function redeemInKind(uint256 pace, uint256 who, uint256 size, bool accruedFirst)
        external
        step(pace)
    {
        if (accruedFirst) _accrue();
        _leaveInKind(_holder(who), size);
    }

    /// The smallest exits again and again.
    function redeemInKindOften(uint256 pace, uint256 who, uint256 size) external step(pace) {
        Sight memory seen = _look();
        uint256 hidden = noise();
        address holder = _holder(who);
        uint256 had = vault.balanceOf(holder);
        for (uint256 i = 0; i < 4; ++i) {
            _leaveInKind(holder, i == 3 ? size : size % 1000 * 8 + 2);
        }
        // The first accrued the fee by time.
        uint256 burned = had - vault.balanceOf(holder);
        _checkStayers(seen, shared + burned, hidden);
    }

    function redeemToAsset(uint256 pace, uint256 who, uint256 size) external step(pace) {
        _accrue();
        Sight memory seen = _look();
        address holder = _holder(who);
        uint256 shares = _size(size, vault.balanceOf(holder));
        if (shares == 0) return;
        uint256 hidden = noise();
        uint256 had = asset.balanceOf(holder);
        uint256 otherHeld = _otherBalance();
        vm.prank(holder);
        try vault.redeemToAsset(shares, holder, holder, 0, block.timestamp) returns (uint256 paid) {
            assertEq(asset.balanceOf(holder) - had, paid, "paid what it says");
            _settle(seen, Charge.Time, 0, shares);
            // The sale is the leaver's own; what it pays the pool in fees is partly the stayers'.
            _checkStayersAtMid(seen, hidden);
        } catch (bytes memory reason) {
            assertEq(bytes4(reason), IVaultErrors.ZeroAssets.selector, "redeemToAsset refused");
            assertEq(asset.balanceOf(holder), had);
            assertEq(_otherBalance(), otherHeld);
        }
    }

    function accrueFees(uint256 pace) external step(pace) {
        _accrue();
    }

    function _accrue() private {
        Sight memory seen = _look();
        vault.accrueFees();
        _settle(seen, Charge.Paid, 0, 0);
    }

    function _leaveInKind(address holder, uint256 size) private {
        Part memory part;
        part.shares = _size(size, vault.balanceOf(holder));
        if (part.shares == 0) return;
        Sight memory seen = _look();
        uint256 hidden = noise();
        (part.amount0, part.amount1) = vault.holdings();
        (uint256 unit0, uint256 unit1) = _dust();
        vm.prank(holder);
        try vault.redeemInKind(part.shares, holder, holder, 0, 0) returns (
            uint256 paid0, uint256 paid1
        ) {
            _settle(seen, Charge.Time, 0, part.shares);
            part.shared = shared + part.shares + virtualShares;
            _checkPart(part.amount0, paid0, unit0, part);
            _checkPart(part.amount1, paid1, unit1, part);
            _checkStayers(seen, shared + part.shares, hidden);
        } catch (bytes memory reason) {
            assertEq(bytes4(reason), IVaultErrors.ZeroAssets.selector, "redeemInKind refused");
            part.shared = shared + virtualShares;
            _checkPart(part.amount0, 0, unit0, part);
            _checkPart(part.amount1, 0, unit1, part);
        }
    }

    /// Never more than the part, and less only by what one unit of liquidity in each position and one raw
    /// unit for each rounding are.
    function _checkPart(uint256 held, uint256 paid, uint256 dust, Part memory part) private view {
        uint256 positions = vault.positions().length;
        uint256 most = Math.mulDiv(held + positions, part.shares, part.shared);
        assertLe(paid, most, "more than the part in kind");
        assertGe(
            paid + dust + positions + 2, Math.mulDiv(held, part.shares, part.shared), "less in kind"
        );
    }

    /// One unit of liquidity of every position.
    function _dust() private view returns (uint256 amount0, uint256 amount1) {
        Position[] memory positions = vault.positions();
        (uint160 rootX96,,,,,,) = pool.slot0();
        for (uint256 i = 0; i < positions.length; ++i) {
            (uint256 part0, uint256 part1) =
                PositionMath.amountsUp(rootX96, positions[i].tickLower, positions[i].tickUpper, 1);
            amount0 += part0;
            amount1 += part1;
        }
    }

    function _checkStayersAtMid(Sight memory seen, uint256 hidden) private view {
        uint256 mid = vault.valuation().mid;
        assertGe(
            (mid + 1 + hidden) * (seen.supply + virtualShares),
            (seen.mid + 1) * (shared + virtualShares),
            "mid per share fell by a sale"
        );
    }

    function _otherBalance() private view returns (uint256) {
        return (assetIsToken1 ? world.token0 : world.token1).balanceOf(address(vault));
    }
}
