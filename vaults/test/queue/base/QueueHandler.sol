// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RedemptionQueue} from "../../../src/RedemptionQueue.sol";
import {TestToken} from "../../base/TestToken.sol";
import {QueueModel} from "./QueueModel.sol";
import {VaultStandIn} from "./VaultStandIn.sol";

/// Three holders, a giver and a vault that do anything in any order, and the model beside them.
contract QueueHandler is Test {
    uint256 private constant ONE = 1e18;

    VaultStandIn public vault;
    RedemptionQueue public queue;
    TestToken public asset;
    QueueModel public model = new QueueModel();
    address[3] public holders = [address(0xA11CE), address(0xB0B), address(0xCA401)];
    uint256 public assetsPaidIn;
    uint256 public assetsPaidOut;
    uint256 public assetsGiven;

    constructor() {
        asset = new TestToken("ASSET", 12);
        vault = new VaultStandIn(asset);
        queue = vault.queue();
        for (uint256 i = 0; i < 3; ++i) {
            vault.mint(holders[i], 1_000 * ONE);
            vm.prank(holders[i]);
            vault.approve(address(queue), type(uint256).max);
        }
        vault.mint(address(this), 1_000 * ONE);
    }

    function request(uint256 who, uint256 shares, bool dust) external {
        who %= 3;
        uint256 balance = vault.balanceOf(holders[who]);
        if (balance == 0 || queue.requestIdsOf(holders[who]).length == queue.MAX_REQUESTS()) {
            return;
        }
        shares = dust ? bound(shares, 1, balance < 9 ? balance : 9) : bound(shares, 1, balance);
        vm.prank(holders[who]);
        uint256 id = queue.requestRedeem(shares, holders[who], holders[who]);
        model.request(who, shares);
        assertEq(id, model.open(), "a request joined another epoch");
    }

    function cancel(uint256 who, uint256 which) external {
        who %= 3;
        uint256[] memory ids = queue.requestIdsOf(holders[who]);
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        if (queue.pendingRedeemRequest(id, holders[who]) == 0) return;
        vm.prank(holders[who]);
        model.cancel(who, id, queue.cancelRequest(id, holders[who], holders[who]));
    }

    function fill(uint256 maxShares, bool all) external {
        uint256 held = vault.balanceOf(address(queue));
        (uint256 shares, uint256 assets) = vault.fill(all ? held : bound(maxShares, 0, held));
        model.fillLater(shares, assets);
        assetsPaidIn += assets;
    }

    function fillFromIdle(uint256 idle) external {
        vault.setIdle(bound(idle, 0, 1e34));
        (uint256 shares, uint256 assets) = queue.fillFromIdle();
        model.fillNow(shares, assets);
        assetsPaidIn += assets;
    }

    function reprice(uint256 price) external {
        vault.setPrice(bound(price, 1, 1e18));
    }

    function redeem(uint256 who, uint256 shares, bool all) external {
        who %= 3;
        uint256 most = queue.maxRedeem(holders[who]);
        if (most == 0) return;
        ClaimRecord memory before = recordClaims(who);
        vm.prank(holders[who]);
        uint256 assets =
            queue.redeem(all ? most : bound(shares, 1, most), holders[who], holders[who]);
        noteClaims(who, before, assets);
    }

    function withdraw(uint256 who, uint256 assets, bool all) external {
        who %= 3;
        uint256 most = queue.maxWithdraw(holders[who]);
        if (most == 0) return;
        assets = all ? most : bound(assets, 1, most);
        ClaimRecord memory before = recordClaims(who);
        vm.prank(holders[who]);
        queue.withdraw(assets, holders[who], holders[who]);
        noteClaims(who, before, assets);
    }

    function giveShares(uint256 shares) external {
        uint256 balance = vault.balanceOf(address(this));
        if (balance != 0) vault.transfer(address(queue), bound(shares, 1, balance));
    }

    function giveAssets(uint256 assets) external {
        assets = bound(assets, 0, 1e24);
        asset.mint(address(queue), assets);
        assetsGiven += assets;
    }

    function book() external {
        queue.book();
        model.book();
    }

    struct ClaimRecord {
        uint256[] ids;
        uint256[] shares;
    }

    function recordClaims(uint256 who) private view returns (ClaimRecord memory record) {
        record.ids = queue.requestIdsOf(holders[who]);
        record.shares = new uint256[](record.ids.length);
        for (uint256 i = 0; i < record.ids.length; ++i) {
            record.shares[i] = queue.claimableRedeemRequest(record.ids[i], holders[who]);
        }
    }

    /// Which epoch a claim was taken from is seen from outside; what it paid is known as a sum, and the
    /// model only compares sums.
    function noteClaims(uint256 who, ClaimRecord memory before, uint256 assets) private {
        model.book();
        assetsPaidOut += assets;
        for (uint256 i = 0; i < before.ids.length; ++i) {
            uint256 left = queue.claimableRedeemRequest(before.ids[i], holders[who]);
            model.claimed(who, before.ids[i], before.shares[i] - left, i == 0 ? assets : 0);
        }
    }
}
