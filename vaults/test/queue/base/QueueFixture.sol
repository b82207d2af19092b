// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {TestToken} from "../../base/TestToken.sol";
import {VaultStandIn} from "./VaultStandIn.sol";

/// A queue with three holders. Prices in whole numbers: 10^18 shares are worth 10^12 of the asset.
abstract contract QueueFixture is Test {
    uint256 internal constant ONE = 1e18;
    uint256 internal constant PRICE = 1e12;

    TestToken internal asset;
    VaultStandIn internal vault;
    RedemptionQueue internal queue;
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");

    function setUp() public virtual {
        asset = new TestToken("ASSET", 12);
        vault = new VaultStandIn(asset);
        queue = vault.queue();
        address[3] memory holders = [alice, bob, carol];
        for (uint256 i = 0; i < 3; ++i) {
            vault.mint(holders[i], 1_000 * ONE);
            vm.prank(holders[i]);
            vault.approve(address(queue), type(uint256).max);
        }
    }

    function request(address holder, uint256 shares) internal returns (uint256 requestId) {
        vm.prank(holder);
        return queue.requestRedeem(shares, holder, holder);
    }

    function cancel(address holder, uint256 requestId) internal returns (uint256 shares) {
        vm.prank(holder);
        return queue.cancelRequest(requestId, holder, holder);
    }

    /// Claims everything.
    function claim(address holder) internal returns (uint256 assets) {
        uint256 shares = queue.maxRedeem(holder);
        if (shares == 0) return 0;
        vm.prank(holder);
        return queue.redeem(shares, holder, holder);
    }
}
