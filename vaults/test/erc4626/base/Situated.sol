// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {VaultFixture} from "../../vault/base/VaultFixture.sol";

/// A vault in one of the three situations, in one of the two orientations. Every property below holds in
/// all six with zero tolerance.
abstract contract Situated is VaultFixture {
    Situation private immutable SITUATION;
    bool private immutable IN_TOKEN1;

    /// Has assets without end, approved, and no shares.
    address internal dave = makeAddr("dave");
    /// Has nothing.
    address internal erin = makeAddr("erin");

    constructor(Situation situation, bool inToken1) {
        (SITUATION, IN_TOKEN1) = (situation, inToken1);
    }

    function setUp() public {
        createVault(3000, 18, 6, IN_TOKEN1);
        arrange(SITUATION);
        give(dave, type(uint120).max);
        give(alice, type(uint120).max);
    }

    /// Any moment and price at which the vault is open: fees may be due, prices may differ.
    function drift(uint256 seed) internal {
        moveBy(int24(int256(seed % 81)) - 40);
        if (seed % 3 > 0) skipTime(12 + (seed >> 8) % 40 days);
        // forge-lint: disable-next-line(divide-before-multiply)
        assertTrue(vault.valuation().healthy);
    }

    function someAssets(uint256 assets) internal view returns (uint256) {
        return bound(assets, 2, vault.maxDeposit(dave));
    }

    /// What is idle bounds what can be taken out at a price.
    function someOfIdle(uint256 assets, address holder) internal view returns (uint256) {
        return bound(assets, 1, vault.maxWithdraw(holder));
    }

    function someShares(uint256 shares, address holder) internal view returns (uint256) {
        uint256 least = vault.previewWithdraw(1);
        return bound(shares, least, vault.maxRedeem(holder));
    }
}
