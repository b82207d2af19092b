// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TestToken} from "../../base/TestToken.sol";

/// Who wants to be called when tokens move.
interface ITransferHook {
    function onTransfer(address token, address from, address to, uint256 amount) external;
}

/// Calls sender and receiver around each transfer, as ERC-777 does.
contract HookToken is TestToken {
    mapping(address holder => bool) public wantsHook;

    constructor() TestToken("ODD", 18) {}

    function subscribe(bool wanted) external {
        wantsHook[msg.sender] = wanted;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (wantsHook[from]) ITransferHook(from).onTransfer(address(this), from, to, amount);
        super._update(from, to, amount);
        if (wantsHook[to]) ITransferHook(to).onTransfer(address(this), from, to, amount);
    }
}

/// Keeps 1 % of what is transferred, except from and to the addresses that are exempt.
contract FeeToken is TestToken {
    mapping(address holder => bool) public exempt;

    constructor() TestToken("ODD", 18) {}

    function setExempt(address holder) external {
        exempt[holder] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0) || exempt[from] || exempt[to]) {
            return super._update(from, to, amount);
        }
        uint256 fee = amount / 100;
        super._update(from, address(0xFEE), fee);
        super._update(from, to, amount - fee);
    }
}
