// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";
import {Limits, PolicyParameters} from "../../../src/types/VaultTypes.sol";
import {Charge, Observer, Sight} from "../base/Observer.sol";

/// What those in charge may do, and that the guardian may only lower.
abstract contract GovernanceActions is Observer {
    function timelockSetsLimits(uint256 pace, uint256 seed) external step(pace) {
        Limits memory next;
        next.maxDeviationTicks = uint16(_bound(_draw(seed, 0), 20, 300));
        next.maxLossBps = uint16(_bound(_draw(seed, 1), 0, 100));
        next.dailyTurnoverBps = uint16(_bound(_draw(seed, 2), 0, 20_000));
        next.idleTargetBps = uint16(_bound(_draw(seed, 3), 0, 5_000));
        next.entryFeeBps = uint16(_bound(_draw(seed, 4), 0, 50));
        next.performanceFeeBps = uint16(_bound(_draw(seed, 5), 0, 2_000));
        next.managementFeePpm = uint16(_bound(_draw(seed, 6), 0, 20_000));
        next.cooldownSeconds = uint32(_bound(_draw(seed, 7), 60, 1 days));
        next.depositCap = uint112(_bound(_draw(seed, 8), 10 ** 4, 10 ** 9) * oneAsset);
        Sight memory seen = _look();
        bool needsPrice = next.performanceFeeBps > seen.limits.performanceFeeBps && !seen.settled;
        if (needsPrice) vm.expectRevert(seen.noPrice);
        vm.prank(world.timelock);
        vault.setLimits(next);
        if (!needsPrice) _settle(seen, Charge.All, 0, 0);
    }

    function guardianLowers(uint256 pace, uint256 seed) external step(pace) {
        Sight memory seen = _look();
        Limits memory next = vault.limits();
        uint256 which = seed % 8;
        seed >>= 8;
        if (which == 0) next.maxDeviationTicks = uint16(_bound(seed, 20, next.maxDeviationTicks));
        if (which == 1) next.maxLossBps = uint16(seed % (next.maxLossBps + 1));
        if (which == 2) next.dailyTurnoverBps = uint16(seed % (next.dailyTurnoverBps + 1));
        if (which == 3) next.idleTargetBps = uint16(_bound(seed, next.idleTargetBps, 5_000));
        if (which == 4) next.performanceFeeBps = uint16(seed % (next.performanceFeeBps + 1));
        if (which == 5) next.managementFeePpm = uint16(seed % (next.managementFeePpm + 1));
        if (which == 6) next.cooldownSeconds = uint32(_bound(seed, next.cooldownSeconds, 2 days));
        if (which == 7) {
            next.depositCap = uint112(_bound(seed, next.depositCap / 2, next.depositCap));
        }
        vm.prank(world.guardian);
        vault.setLimits(next);
        _settle(seen, Charge.All, 0, 0);
    }

    function guardianTriesToRaise(uint256 pace, uint256 which) external step(pace) {
        Limits memory next = vault.limits();
        string memory raised;
        which %= 3;
        if (which == 0) (next.maxDeviationTicks, raised) = (300, "maxDeviationTicks");
        if (which == 1) (next.maxLossBps, raised) = (100, "maxLossBps");
        if (which == 2) (next.depositCap, raised) = (type(uint112).max, "depositCap");
        if (keccak256(abi.encode(next)) == keccak256(abi.encode(vault.limits()))) return;
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.GuardianCannotRaise.selector, raised));
        vm.prank(world.guardian);
        vault.setLimits(next);
    }

    function setPolicy(uint256 pace, uint256 seed) external step(pace) {
        PolicyParameters memory next;
        uint256 widest = _bound(_draw(seed, 0), 1, 20_000);
        if (seed % 2 == 0) {
            next.policyId = 1;
            next.maxHalfWidthTicks = uint24(widest);
            next.minHalfWidthTicks = uint24(_bound(_draw(seed, 1), 1, widest));
            next.widthMilliSigmas = uint16(_bound(_draw(seed, 2), 100, 20_000));
            next.horizonEpochs = uint16(_bound(_draw(seed, 3), 1, 10_000));
        } else {
            next.policyId = 2;
            next.baseHalfWidthTicks = uint24(widest);
            next.limitWidthTicks = uint24(_bound(_draw(seed, 1), 1, 5_000));
        }
        vm.prank(world.timelock);
        vault.setPolicy(next);
    }

    function changeFeeRecipient(uint256 pace) external step(pace) {
        Sight memory seen = _look();
        bool first = vault.feeRecipient() == world.feeRecipients[0];
        vm.prank(world.timelock);
        vault.setFeeRecipient(world.feeRecipients[first ? 1 : 0]);
        _settle(seen, Charge.Paid, 0, 0);
    }

    /// Mostly open again at once, so that the other actions have something to do.
    function pauseOrUnpause(uint256 pace, uint256 seed) external step(pace) {
        if (vault.paused()) {
            vm.expectRevert(
                abi.encodeWithSelector(IVaultErrors.NotTimelock.selector, world.guardian)
            );
            vm.prank(world.guardian);
            vault.unpause();
            vm.prank(world.timelock);
            vault.unpause();
        } else if (seed % 3 == 0) {
            vm.prank(seed % 6 == 0 ? world.guardian : world.timelock);
            vault.pause();
        }
    }

    /// A token that takes from its holders: noticed by deposits, written off by anyone, never written up.
    function loseTokens(uint256 pace, uint256 seed, bool ofAsset) external step(pace) {
        (uint256 idle0, uint256 idle1) = vault.idle();
        bool token1 = ofAsset == assetIsToken1;
        uint256 idle = token1 ? idle1 : idle0;
        uint256 lost = seed % 4 == 0 ? _size(seed >> 8, idle / 50) : 0;
        uint256 held = (token1 ? world.token1 : world.token0).balanceOf(address(vault));
        if (lost > 0) {
            vm.prank(address(vault));
            (token1 ? world.token1 : world.token0).transfer(address(1), held - (idle - lost));
        }
        Sight memory seen = _look();
        if (
            lost > 0 && ofAsset && seen.refusal.length == 0
                && vault.maxDeposit(address(1)) > oneAsset
        ) {
            asset.mint(world.holders[0], oneAsset);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IVaultErrors.TokenBalanceShort.selector,
                    asset,
                    idle + oneAsset,
                    idle + oneAsset - lost
                )
            );
            vm.prank(world.holders[0]);
            vault.deposit(oneAsset, world.holders[0]);
        }
        vault.recogniseShortfall();
        (uint256 now0, uint256 now1) = vault.idle();
        assertEq(now0, token1 ? idle0 : idle0 - lost, "token0 written off");
        assertEq(now1, token1 ? idle1 - lost : idle1, "token1 written off");
    }

    function _draw(uint256 seed, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }
}
