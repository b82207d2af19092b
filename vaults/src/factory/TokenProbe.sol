// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC1820Registry} from "@openzeppelin/contracts/interfaces/IERC1820Registry.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// Receives tokens for the factory, gives them back, and notices when a token calls it on the way.
contract TokenProbe {
    using SafeERC20 for IERC20;

    /// Where ERC-777 tokens look up whom to call, on every chain.
    IERC1820Registry internal constant REGISTRY =
        IERC1820Registry(0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24);

    address private immutable FACTORY;
    bool private transient _called;

    error NotFactory(address caller);

    constructor() {
        FACTORY = msg.sender;
        if (address(REGISTRY).code.length == 0) return;
        REGISTRY.setInterfaceImplementer(
            address(this), keccak256("ERC777TokensSender"), address(this)
        );
        REGISTRY.setInterfaceImplementer(
            address(this), keccak256("ERC777TokensRecipient"), address(this)
        );
    }

    modifier onlyFactory() {
        if (msg.sender != FACTORY) revert NotFactory(msg.sender);
        _;
    }

    /// Whatever a token wants of a sender or receiver.
    fallback() external {
        _called = true;
    }

    function giveBack(IERC20 token, address to, uint256 amount)
        external
        onlyFactory
        returns (bool)
    {
        return token.trySafeTransfer(to, amount);
    }

    /// Within this transaction.
    function wasCalled() external view returns (bool) {
        return _called;
    }
}
