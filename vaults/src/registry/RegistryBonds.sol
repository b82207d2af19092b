// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IInferenceRegistry} from "../interfaces/IInferenceRegistry.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {RegistryRules} from "../libraries/RegistryRules.sol";
import {Account} from "../types/RegistryTypes.sol";
import {RegistryGovernance} from "./RegistryGovernance.sol";

/// Money: what keepers put up, and what vaults are owed of it. Whatever a token holds for the registry is
/// somebody's free bond, somebody's locked bond, or owed to a vault.
abstract contract RegistryBonds is RegistryGovernance {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @inheritdoc IInferenceRegistry
    function addBond(address vault, address keeper, uint256 amount) external override nonReentrant {
        IERC20 asset = IERC20(_enrolled(vault).asset);
        if (amount == 0) revert ZeroAmount();
        uint256 before = asset.balanceOf(address(this));
        asset.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = asset.balanceOf(address(this)) - before;
        if (received != amount) revert TokenShort(amount, received);
        Account storage account = _accounts[vault][keeper];
        account.bondFree += amount.toUint128();
        // Its slot is paid for here, at leisure, and not by the first commitment, which is made by the clock.
        if (account.penalty == 0 && !account.live) account.penalty = _terms[vault].missPenalty;
        emit BondAdded(vault, keeper, amount);
    }

    /// @inheritdoc IInferenceRegistry
    function withdrawBond(address vault, uint256 amount, address receiver)
        external
        override
        nonReentrant
    {
        IERC20 asset = IERC20(_enrolled(vault).asset);
        if (amount == 0) revert ZeroAmount();
        Account storage account = _accounts[vault][msg.sender];
        if (amount > account.bondFree) revert BondTooSmall(account.bondFree, amount);
        account.bondFree -= amount.toUint128();
        emit BondWithdrawn(vault, msg.sender, amount);
        asset.safeTransfer(receiver, amount);
    }

    /// @inheritdoc IInferenceRegistry
    function settle(address vault) external override nonReentrant {
        IERC20 asset = IERC20(_enrolled(vault).asset);
        uint256 amount = RegistryRules.takeOwing(_owings[vault]);
        if (amount == 0) revert NothingOwed(vault);
        _requireItsRegistry(vault);
        uint256 before = asset.balanceOf(address(this));
        asset.forceApprove(vault, amount);
        IStrategyVault(vault).contribute(amount);
        // A vault that takes less now could take the rest later, out of what others put up.
        uint256 taken = before - asset.balanceOf(address(this));
        if (taken != amount) revert TokenShort(amount, taken);
        emit Settled(vault, amount);
    }

    function _requireItsRegistry(address vault) internal view {
        address itsRegistry = IStrategyVault(vault).registry();
        if (itsRegistry != address(this)) revert NotItsRegistry(vault, itsRegistry);
    }

    function _lockBond(Account storage account, uint256 amount) internal {
        uint128 free = account.bondFree;
        if (amount > free) revert BondTooSmall(free, amount);
        // Below `free`.
        // forge-lint: disable-start(unsafe-typecast)
        account.bondFree = free - uint128(amount);
        account.bondLocked += uint128(amount);
        // forge-lint: disable-end(unsafe-typecast)
    }

    function _freeBond(Account storage account, uint128 amount) internal {
        account.bondLocked -= amount;
        account.bondFree += amount;
    }

    /// Takes a locked bond from its keeper.
    /// @param reward to the caller; the rest is the vault's
    function _forfeit(address vault, Account storage account, uint128 amount, uint256 reward)
        internal
    {
        account.bondLocked -= amount;
        RegistryRules.addOwing(_owings[vault], amount - reward);
        if (reward > 0) IERC20(_enrolments[vault].asset).safeTransfer(msg.sender, reward);
    }
}
