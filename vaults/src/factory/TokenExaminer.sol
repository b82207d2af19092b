// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC1820Registry} from "@openzeppelin/contracts/interfaces/IERC1820Registry.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IVaultFactory} from "../interfaces/IVaultFactory.sol";
import {TokenProbe} from "./TokenProbe.sol";

/// Refuses tokens that a vault cannot keep books of: it borrows an odd amount, gives it back in odd parts,
/// and compares every balance to the unit.
///
/// What one transaction can see: fees on transfers of that size, balances kept in rounded shares once a
/// share is no whole number of units, tokens that call senders or receivers, and the questions that
/// well-known rebasing tokens answer. What it cannot see: a fee below one unit of the parts, a fee or a
/// rebase that begins later, a token whose owner can take balances away, code behind a proxy that changes.
/// Then the vault's books are too high. It notices on the next entry, which is refused
/// (`TokenBalanceShort`), and `recogniseShortfall` lets the holders who leave in kind share what is there.
abstract contract TokenExaminer is IVaultFactory {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_DECIMALS = 24;
    /// Parts of this size still show a fee of one per cent on tokens with hardly any decimals.
    uint256 private constant LEAST_PROBE = 1_001;
    /// The entry fee is a unit at least, and most of the seed should be left.
    uint256 private constant LEAST_SEED = 10;
    uint256 private constant QUESTION_GAS = 100_000;
    IERC1820Registry private constant REGISTRY =
        IERC1820Registry(0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24);

    TokenProbe internal immutable _probe = new TokenProbe();

    /// @inheritdoc IVaultFactory
    function probeAmountOf(address token) public view returns (uint256) {
        uint256 hundredth = hundredthOf(token);
        return hundredth < LEAST_PROBE ? LEAST_PROBE : hundredth + 1;
    }

    /// @inheritdoc IVaultFactory
    function seedFor(address asset) public view returns (uint256) {
        uint256 hundredth = hundredthOf(asset);
        return hundredth < LEAST_SEED ? LEAST_SEED : hundredth;
    }

    function examine(IERC20 token, address lender) internal {
        refuseRebasing(address(token));
        refuseErc777(address(token));

        uint256 amount = probeAmountOf(address(token));
        uint256 lenderHas = token.balanceOf(lender);
        uint256 probeHas = token.balanceOf(address(_probe));
        if (!token.trySafeTransferFrom(lender, address(_probe), amount)) {
            revert TokenTransferFailed(address(token));
        }
        expectBalance(token, lender, lenderHas - amount);
        expectBalance(token, address(_probe), probeHas + amount);

        uint256 left = amount;
        uint256[3] memory parts = [(amount / 3) | 1, (amount / 7) | 1, 0];
        parts[2] = amount - parts[0] - parts[1];
        for (uint256 i = 0; i < 3; ++i) {
            left -= parts[i];
            if (!_probe.giveBack(token, lender, parts[i])) {
                revert TokenTransferFailed(address(token));
            }
            expectBalance(token, lender, lenderHas - left);
            expectBalance(token, address(_probe), probeHas + left);
        }
        if (_probe.wasCalled()) revert TokenCallsBack(address(token));
    }

    /// Names of questions that tell a rebasing token: of Aave's, of Lido's, of Origin's.
    function refuseRebasing(address token) private view {
        bytes4[3] memory questions = [
            bytes4(keccak256("scaledBalanceOf(address)")),
            bytes4(keccak256("sharesOf(address)")),
            bytes4(keccak256("rebasingCreditsPerToken()"))
        ];
        for (uint256 i = 0; i < 3; ++i) {
            (bool answered, bytes memory answer) = token.staticcall{gas: QUESTION_GAS}(
                abi.encodeWithSelector(questions[i], address(this))
            );
            if (answered && answer.length >= 32) revert TokenRebases(token, questions[i]);
        }
    }

    function refuseErc777(address token) private view {
        if (address(REGISTRY).code.length == 0) return;
        if (REGISTRY.getInterfaceImplementer(token, keccak256("ERC777Token")) != address(0)) {
            revert TokenCallsBack(token);
        }
    }

    function expectBalance(IERC20 token, address account, uint256 expected) private view {
        uint256 actual = token.balanceOf(account);
        if (actual != expected) revert TokenTransferInexact(address(token), expected, actual);
    }

    /// A hundredth of a whole token; one unit where there is no such thing.
    function hundredthOf(address token) private view returns (uint256) {
        (bool readable, uint8 decimals) = SafeERC20.tryGetDecimals(IERC20(token));
        if (!readable) revert TokenDecimalsUnreadable(token);
        if (decimals > MAX_DECIMALS) revert TooManyDecimals(token, decimals, MAX_DECIMALS);
        return decimals < 3 ? 1 : 10 ** (decimals - 2);
    }
}
