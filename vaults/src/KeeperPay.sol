// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IInferenceRegistry} from "./interfaces/IInferenceRegistry.sol";
import {IKeeperPay} from "./interfaces/IKeeperPay.sol";
import {IStrategyVault} from "./interfaces/IStrategyVault.sol";
import {KeeperRecord} from "./types/InferenceTypes.sol";

/// The fee recipient of any number of vaults: what they mint to it is the keepers' in part, by reveal, and a
/// beneficiary's for the rest.
///
/// SPLIT. Shares are split as they arrive, at the rate of then: the keepers' part rounded down, the rest the
/// beneficiary's. Together the two pots are what this contract holds of the vault, to the share. Keepers
/// get at most half of the fees, whatever a timelock sets.
///
/// PAY. A keeper is paid a fixed number of shares for each inference that it revealed, in whole reveals, as
/// far as the keepers' pot goes; what is left is paid when there is more. A miss earns nothing, and one that
/// was slashed is taken off.
///
/// ROLES. The vault's timelock sets beneficiary, part and rate; anyone can have keeper and beneficiary paid.
/// A beneficiary that is replaced is paid what arrived in its time. No owner; shares leave to keepers with
/// reveals and to the beneficiary only.
///
/// TRUST. A "vault" can be any contract: its shares and pots are its own.
contract KeeperPay is IKeeperPay, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct Pay {
        address beneficiary;
        uint16 keepersBps;
        uint128 sharesPerReveal;
        uint256 keepersPot;
        uint256 beneficiaryPot;
    }

    uint256 private constant ALL_BPS = 10_000;
    uint256 private constant MAX_KEEPERS_BPS = 5_000;

    /// @inheritdoc IKeeperPay
    address public immutable override registry;

    mapping(address vault => Pay) private _pays;
    mapping(address vault => mapping(address keeper => uint256 reveals)) private _paidReveals;

    constructor(address registry_) {
        if (registry_ == address(0)) revert ZeroAddress("registry");
        registry = registry_;
    }

    /// @inheritdoc IKeeperPay
    function setPay(address vault, address beneficiary, uint16 keepersBps, uint128 sharesPerReveal)
        external
        override
        nonReentrant
    {
        if (msg.sender != IStrategyVault(vault).timelock()) revert NotTimelock(vault, msg.sender);
        if (keepersBps > MAX_KEEPERS_BPS) revert KeepersPartTooLarge(keepersBps, MAX_KEEPERS_BPS);
        if (beneficiary == address(0)) revert ZeroAddress("beneficiary");
        Pay storage terms = _pays[vault];
        address before = terms.beneficiary;
        if (before != address(0)) {
            _takeIn(vault, terms);
            if (before != beneficiary) _payOut(vault, terms);
        }
        (terms.beneficiary, terms.keepersBps) = (beneficiary, keepersBps);
        terms.sharesPerReveal = sharesPerReveal;
        emit PaySet(vault, beneficiary, keepersBps, sharesPerReveal);
    }

    /// @inheritdoc IKeeperPay
    function payKeeper(address vault, address keeper)
        external
        override
        nonReentrant
        returns (uint256 shares)
    {
        Pay storage terms = _open(vault);
        uint256 reveals;
        (shares, reveals) = _due(vault, keeper, terms.keepersPot);
        if (reveals == 0) return 0;
        _paidReveals[vault][keeper] += reveals;
        terms.keepersPot -= shares;
        emit KeeperPaid(vault, keeper, shares, reveals);
        IERC20(vault).safeTransfer(keeper, shares);
    }

    /// @inheritdoc IKeeperPay
    function payBeneficiary(address vault) external override nonReentrant returns (uint256) {
        return _payOut(vault, _open(vault));
    }

    /// @inheritdoc IKeeperPay
    function due(address vault, address keeper)
        external
        view
        override
        returns (uint256 shares, uint256 reveals)
    {
        (uint256 keepersPot,) = pots(vault);
        return _due(vault, keeper, keepersPot);
    }

    /// @inheritdoc IKeeperPay
    function pots(address vault) public view override returns (uint256, uint256) {
        Pay storage terms = _pays[vault];
        (uint256 toKeepers, uint256 toBeneficiary) = _arrived(vault, terms);
        return (terms.keepersPot + toKeepers, terms.beneficiaryPot + toBeneficiary);
    }

    /// @inheritdoc IKeeperPay
    function pay(address vault) external view override returns (address, uint16, uint128) {
        Pay storage terms = _pays[vault];
        return (terms.beneficiary, terms.keepersBps, terms.sharesPerReveal);
    }

    /// Has the vault mint the fees that are due, and splits what arrived.
    function _open(address vault) private returns (Pay storage terms) {
        terms = _pays[vault];
        if (terms.beneficiary == address(0)) revert PayNotSet(vault);
        IStrategyVault(vault).accrueFees();
        _takeIn(vault, terms);
    }

    function _takeIn(address vault, Pay storage terms) private {
        (uint256 toKeepers, uint256 toBeneficiary) = _arrived(vault, terms);
        terms.keepersPot += toKeepers;
        terms.beneficiaryPot += toBeneficiary;
    }

    function _arrived(address vault, Pay storage terms)
        private
        view
        returns (uint256 toKeepersDown, uint256 toBeneficiary)
    {
        uint256 arrived =
            IERC20(vault).balanceOf(address(this)) - terms.keepersPot - terms.beneficiaryPot;
        toKeepersDown = Math.mulDiv(arrived, terms.keepersBps, ALL_BPS);
        toBeneficiary = arrived - toKeepersDown;
    }

    function _payOut(address vault, Pay storage terms) private returns (uint256 shares) {
        shares = terms.beneficiaryPot;
        if (shares == 0) return 0;
        terms.beneficiaryPot = 0;
        emit BeneficiaryPaid(vault, terms.beneficiary, shares);
        IERC20(vault).safeTransfer(terms.beneficiary, shares);
    }

    /// Nothing at a rate of 0: reveals wait for another.
    function _due(address vault, address keeper, uint256 keepersPot)
        private
        view
        returns (uint256 shares, uint256 reveals)
    {
        uint256 rate = _pays[vault].sharesPerReveal;
        if (rate == 0) return (0, 0);
        KeeperRecord memory done = IInferenceRegistry(registry).record(vault, keeper);
        uint256 settled = _paidReveals[vault][keeper] + done.slashed;
        if (done.revealed <= settled) return (0, 0);
        reveals = Math.min(done.revealed - settled, keepersPot / rate);
        shares = reveals * rate;
    }
}
