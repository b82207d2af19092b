// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Situation} from "./base/World.sol";
import {EveryoneLeaves} from "./base/EveryoneLeaves.sol";
import {Handler} from "./base/Handler.sol";

/// Sequences of everything that anyone can do, on the real pool. What each operation must do is checked by
/// the handler as it happens; what must always hold, after every call; that all can leave, at the end.
/// The runs of a profile are shared out among four situations.
abstract contract VaultInvariants is EveryoneLeaves {
    uint256 private seedShares;

    function setUp() public {
        world = build(situation());
        handler = new Handler(world);
        seedShares = world.vault.balanceOf(world.seedOwner);
        targetContract(address(handler));
    }

    function situation() internal pure virtual returns (Situation memory);

    function _decimals() internal pure override returns (uint256) {
        Situation memory here = situation();
        return here.assetIsToken1 ? here.decimals1 : here.decimals0;
    }

    /// One campaign for all of them: each would otherwise need one of its own.
    function invariant_vaultHolds() public view {
        checkIdleIsHeld();
        checkPositionsAreRecorded();
        checkNoTokenReachesAdmins();
        checkSharesAreAccountedFor(seedShares);
        checkTurnoverIsWithinItsLimit();
        checkRebalancesLoseLittle();
        checkPauseClosesEntriesAndExits();
        uint256 calls = handler.calls();
        if (calls % 4 == 0) checkQueueIsSolvent();
        if (calls % 8 == 0) checkPricesAreOrdered(1 + calls ** 8);
    }

    function afterInvariant() public {
        checkFeesAreWhatTheyPay();
        checkClosingPaysHoldings();
        checkMaximaAreTight();
        checkEveryoneCanLeave();
    }
}

/// A dollar vault: the asset is token0 of 6 decimals, against 18.
/// forge-config: default.invariant.runs = 64
/// forge-config: deep.invariant.runs = 500
contract DollarVaultInvariantsTest is VaultInvariants {
    function situation() internal pure override returns (Situation memory) {
        return Situation(3000, 6, 18, 196_250, false, 300, false);
    }
}

/// An ether vault: the asset is token1 of 18 decimals, against 6.
/// forge-config: default.invariant.runs = 64
/// forge-config: deep.invariant.runs = 500
contract EtherVaultInvariantsTest is VaultInvariants {
    function situation() internal pure override returns (Situation memory) {
        return Situation(500, 6, 18, 196_250, true, 300, true);
    }
}

/// Both of 18 decimals, the asset is token0.
/// forge-config: default.invariant.runs = 64
/// forge-config: deep.invariant.runs = 500
contract EqualVaultInvariantsTest is VaultInvariants {
    function situation() internal pure override returns (Situation memory) {
        return Situation(3000, 18, 18, -5_000, false, 300, true);
    }
}

/// Both of 18 decimals at nearly the same price, the asset is token1; an oracle that forgets in half an
/// hour of trading.
/// forge-config: default.invariant.runs = 64
/// forge-config: deep.invariant.runs = 500
contract ShortMemoryVaultInvariantsTest is VaultInvariants {
    function situation() internal pure override returns (Situation memory) {
        return Situation(100, 18, 18, 100, true, 1, false);
    }
}
