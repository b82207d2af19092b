// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TestToken} from "../../base/TestToken.sol";

/// A token that does what tokens should not: takes a fee, shrinks, calls out before it moves. Honest until
/// told otherwise, so that its code can be put where a plain token lies.
contract HostileToken is TestToken {
    uint256 private _feeBps;
    address private _hook;

    constructor(uint8 decimals_) TestToken("", decimals_) {}

    /// Of each transfer, destroyed.
    function setFee(uint256 feeBps) external {
        _feeBps = feeBps;
    }

    /// As a rebase downwards does.
    function shrink(address holder, uint256 amount) external {
        _burn(holder, amount);
    }

    /// Called once, before the next transfer moves anything: what ERC-777 calls `tokensToSend`.
    function setHook(address hook) external {
        _hook = hook;
    }

    function _update(address from, address to, uint256 amount) internal override {
        address hook = _hook;
        if (hook != address(0)) {
            _hook = address(0);
            ITokenHook(hook).tokensToSend();
        }
        super._update(from, to, amount);
        bool isTransfer = from != address(0) && to != address(0);
        if (isTransfer && _feeBps > 0) super._update(to, address(0), amount * _feeBps / 10_000);
    }
}

interface ITokenHook {
    function tokensToSend() external;
}
