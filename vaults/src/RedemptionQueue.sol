// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {
    IERC7540Operator,
    IERC7540Redeem,
    IERC7575Exit,
    IRedemptionQueue
} from "./interfaces/IRedemptionQueue.sol";
import {EpochLedger} from "./EpochLedger.sol";
import {IStrategyVault} from "./interfaces/IStrategyVault.sol";
import {QueueRules} from "./libraries/QueueRules.sol";
import {Epoch, Request, RequestMath} from "./libraries/RequestMath.sol";

/// Exits of a vault that are larger than its idle balance, in the manner of ERC-7540.
///
/// REQUESTS. A request moves vault shares into escrow here. The shares keep gaining and losing with the
/// vault until they are filled. Requests of one epoch are fungible: each fill reaches all of them in the
/// same proportion and at the same price. The epoch is the ERC's `requestId`.
///
/// FILLS. The vault burns escrowed shares at its bid when it rebalances, sends the asset here and counts
/// both in `queueTotals`; it never calls. {fillFromIdle} sells pending shares to the vault's idle balance
/// in between. Epochs are filled oldest first. Where idle does not pay for all, it is paid out whole, for the
/// fewest shares that it pays for.
///
/// PRICE. Neither sells while bid and ask lie more than `MAX_SPREAD_BPS` apart: whoever pushes a price then
/// takes no more than that from those who wait. A rebalance that finds them so leaves the queue's part idle;
/// anyone calls {fillFromIdle} once they have met. Until then it is not set apart: who redeems at the vault
/// is paid out of the same balance, first come, first served.
///
/// BOOKING. What the vault has paid is attributed lazily, and every function that changes who waits books
/// first: whoever requests after a fill gets none of it, whoever cancels after a fill keeps its part, and
/// the requests in escrow at the first unbooked fill are those at the last. Fills between two bookings
/// share their mean price; anyone can book after each.
///
/// EPOCHS. The first fill that reaches an epoch closes it to new requests. It is reached only when every
/// older one is full, so at most two epochs ever wait: one partly filled, one open. That bounds every loop
/// over epochs at two. Loops over a controller's requests are bounded by `MAX_REQUESTS`.
///
/// GIFTS. Vault shares sent here without a request are burned by the vault like escrowed ones, but fill no
/// one's request: a fill goes to requests first, and what is left of it belongs to nobody and stays here.
/// So does every rounding remainder. Asset sent here changes nothing.
///
/// SOLVENCY. Asset held ≥ everything claimable; shares held ≥ everything pending, after booking. Rounding
/// is always against the claimer.
///
/// LIVENESS. No owner, no pause, no upgrade. Cancelling needs neither a price nor the keeper nor an
/// unpaused vault: cancel, then `redeemInKind`. Claiming needs the asset's transfer alone.
///
/// STANDARD. Deposits are the vault's, so this is not the whole of ERC-7575 and does not say so (0x2f0a18c5
/// is false, though ERC-7540 assumes it). ERC-20 allowances to a caller other than the owner cannot be
/// spent from another address than the share's, so such callers must be operators.
contract RedemptionQueue is EpochLedger, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using RequestMath for Epoch;

    /// Epochs in which one controller can have something left.
    uint256 public constant MAX_REQUESTS = 32;
    /// Widest difference of the vault's bid and ask, basis points of ask, at which the queue sells.
    uint256 public constant MAX_SPREAD_BPS = QueueRules.MAX_SPREAD_BPS;

    mapping(uint256 requestId => mapping(address controller => Request)) private _requests;
    mapping(address controller => uint256[]) private _requestIds;
    mapping(address controller => mapping(address operator => bool)) public isOperator;

    constructor(address vault_) EpochLedger(vault_) {}

    modifier onlyFor(address controller) {
        if (msg.sender != controller && !isOperator[controller][msg.sender]) {
            revert NotControllerOrOperator(controller, msg.sender);
        }
        _;
    }

    /// @inheritdoc IERC7540Operator
    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    /// @inheritdoc IERC7540Redeem
    function requestRedeem(uint256 shares, address controller, address owner)
        external
        nonReentrant
        returns (uint256)
    {
        if (msg.sender != owner && !isOperator[owner][msg.sender]) {
            revert NotOwnerOrOperator(owner, msg.sender);
        }
        return _request(shares, controller, owner);
    }

    /// @inheritdoc IRedemptionQueue
    function requestRedeemWithPermit(
        uint256 shares,
        address controller,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256) {
        // A signature that somebody else has submitted already has left the allowance behind; one that is
        // wrong leaves none, and the transfer fails.
        try IERC20Permit(vault).permit(msg.sender, address(this), shares, deadline, v, r, s) {}
            catch {}
        return _request(shares, controller, msg.sender);
    }

    /// @inheritdoc IRedemptionQueue
    function cancelRequest(uint256 requestId, address receiver, address controller)
        external
        nonReentrant
        onlyFor(controller)
        returns (uint256 shares)
    {
        _book();
        Epoch storage epoch = _epochs[requestId];
        Request storage request = _requests[requestId][controller];
        shares = epoch.pendingDown(request);
        if (shares == 0) revert NothingToCancel(requestId, controller);

        (request.settledShares, request.settledAssets) = epoch.filled(request);
        epoch.liveShares -= request.liveShares;
        epoch.remainingShares -= shares;
        epoch.assets -= request.settledAssets;
        // The last to leave takes no remainder along that nobody would wait for.
        if (epoch.liveShares == 0) delete _epochs[requestId];
        request.liveShares = 0;
        if (request.settledShares <= request.claimedShares) _forget(requestId, controller);

        emit RequestCancelled(controller, receiver, requestId, msg.sender, shares);
        IERC20(vault).safeTransfer(receiver, shares);
    }

    /// @inheritdoc IERC7575Exit
    function redeem(uint256 shares, address receiver, address controller)
        external
        nonReentrant
        onlyFor(controller)
        returns (uint256 assets)
    {
        if (shares == 0) revert ZeroAmount();
        _book();
        uint256 left = shares;
        uint256[] memory ids = _requestIds[controller];
        for (uint256 i = 0; i < ids.length && left != 0; ++i) {
            (uint256 claimableShares, uint256 claimableAssets) = _claimable(ids[i], controller);
            if (claimableShares == 0) continue;
            uint256 taken = Math.min(left, claimableShares);
            uint256 paid = Math.mulDiv(claimableAssets, taken, claimableShares);
            left -= taken;
            assets += paid;
            _claim(ids[i], controller, taken, paid);
        }
        if (left != 0) revert ClaimAboveMaximum(shares, shares - left);
        _pay(receiver, controller, assets, shares);
    }

    /// @inheritdoc IERC7575Exit
    function withdraw(uint256 assets, address receiver, address controller)
        external
        nonReentrant
        onlyFor(controller)
        returns (uint256 shares)
    {
        if (assets == 0) revert ZeroAmount();
        _book();
        uint256 left = assets;
        uint256[] memory ids = _requestIds[controller];
        for (uint256 i = 0; i < ids.length && left != 0; ++i) {
            (uint256 claimableShares, uint256 claimableAssets) = _claimable(ids[i], controller);
            if (claimableAssets == 0) continue;
            uint256 paid = Math.min(left, claimableAssets);
            uint256 taken = Math.mulDiv(claimableShares, paid, claimableAssets, Math.Rounding.Ceil);
            left -= paid;
            shares += taken;
            _claim(ids[i], controller, taken, paid);
        }
        if (left != 0) revert ClaimAboveMaximum(assets, assets - left);
        _pay(receiver, controller, assets, shares);
    }

    /// @inheritdoc IRedemptionQueue
    function fillFromIdle() external nonReentrant returns (uint256 shares, uint256 assets) {
        _book();
        shares = totalPendingShares();
        uint256 affordable = IStrategyVault(vault).maxRedeem(address(this));
        if (shares == 0 || affordable == 0) return (0, 0);

        IStrategyVault.Valuation memory value = IStrategyVault(vault).valuation();
        if (QueueRules.tooWide(value.bid, value.ask)) {
            revert ValueUnsettled(value.bid, value.ask, MAX_SPREAD_BPS);
        }
        if (shares <= affordable) {
            assets = IStrategyVault(vault).redeem(shares, address(this), address(this));
        } else {
            // All that is idle, for the fewest shares that it pays.
            assets = IStrategyVault(vault).maxWithdraw(address(this));
            shares = IStrategyVault(vault).withdraw(assets, address(this), address(this));
        }
        _distribute(shares, assets);
    }

    /// @inheritdoc IRedemptionQueue
    function book() external nonReentrant {
        _book();
    }

    /// @inheritdoc IERC7540Redeem
    function pendingRedeemRequest(uint256 requestId, address controller)
        external
        view
        returns (uint256)
    {
        return _epochNow(requestId).pendingDown(_requests[requestId][controller]);
    }

    /// @inheritdoc IERC7540Redeem
    function claimableRedeemRequest(uint256 requestId, address controller)
        external
        view
        returns (uint256 shares)
    {
        (shares,) = _claimable(requestId, controller);
    }

    /// @inheritdoc IERC7575Exit
    function maxRedeem(address controller) external view returns (uint256 shares) {
        (shares,) = _claimableOf(controller);
    }

    /// @inheritdoc IERC7575Exit
    function maxWithdraw(address controller) external view returns (uint256 assets) {
        (, assets) = _claimableOf(controller);
    }

    /// @inheritdoc IERC7575Exit
    function previewRedeem(uint256) external pure returns (uint256) {
        revert PreviewUnsupported();
    }

    /// @inheritdoc IERC7575Exit
    function previewWithdraw(uint256) external pure returns (uint256) {
        revert PreviewUnsupported();
    }

    /// @inheritdoc IERC7575Exit
    function asset() public view returns (address) {
        return IStrategyVault(vault).asset();
    }

    /// @inheritdoc IERC7575Exit
    function share() external view returns (address) {
        return vault;
    }

    /// @inheritdoc IERC7575Exit
    function totalAssets() external view returns (uint256) {
        return IStrategyVault(vault).totalAssets();
    }

    /// @inheritdoc IERC7575Exit
    function convertToShares(uint256 assets) external view returns (uint256) {
        return IStrategyVault(vault).convertToShares(assets);
    }

    /// @inheritdoc IERC7575Exit
    function convertToAssets(uint256 shares) external view returns (uint256) {
        return IStrategyVault(vault).convertToAssets(shares);
    }

    /// @inheritdoc IRedemptionQueue
    function requestIdsOf(address controller) external view returns (uint256[] memory) {
        return _requestIds[controller];
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId
            || interfaceId == type(IERC7540Operator).interfaceId
            || interfaceId == type(IERC7540Redeem).interfaceId || interfaceId == 0x50a526d6
            || interfaceId == 0x2fd7d42a || interfaceId == 0x70dec094;
    }

    function _request(uint256 shares, address controller, address owner)
        private
        returns (uint256 requestId)
    {
        if (shares == 0) revert ZeroAmount();
        if (controller == address(0)) revert ZeroAddress("controller");
        _book();
        requestId = _open;
        Epoch storage epoch = _epochs[requestId];
        Request storage request = _requests[requestId][controller];
        if (request.liveShares == 0) {
            uint256[] storage ids = _requestIds[controller];
            if (ids.length == MAX_REQUESTS) revert TooManyRequests(controller, ids.length);
            ids.push(requestId);
        }
        epoch.liveShares += shares;
        epoch.remainingShares += shares;
        request.liveShares += shares;

        emit RedeemRequest(controller, owner, requestId, msg.sender, shares);
        IERC20(vault).safeTransferFrom(owner, address(this), shares);
    }

    function _claim(uint256 requestId, address controller, uint256 shares, uint256 assets) private {
        Request storage request = _requests[requestId][controller];
        request.claimedShares += shares;
        request.claimedAssets += assets;
        Epoch memory epoch = _epochs[requestId];
        (uint256 claimableShares,) = epoch.claimable(request);
        if (claimableShares == 0 && epoch.pendingDown(request) == 0) {
            _forget(requestId, controller);
        }
    }

    /// At most `MAX_REQUESTS` steps. Keeps the order, so claims stay oldest first.
    function _forget(uint256 requestId, address controller) private {
        delete _requests[requestId][controller];
        uint256[] storage ids = _requestIds[controller];
        uint256 last = ids.length - 1;
        bool found;
        for (uint256 i = 0; i < last; ++i) {
            if (ids[i] == requestId) found = true;
            if (found) ids[i] = ids[i + 1];
        }
        ids.pop();
    }

    function _pay(address receiver, address controller, uint256 assets, uint256 shares) private {
        // Shares of no value can be claimed too; some tokens refuse to move nothing.
        if (assets != 0) IERC20(asset()).safeTransfer(receiver, assets);
        emit Withdraw(msg.sender, receiver, controller, assets, shares);
    }

    function _claimable(uint256 requestId, address controller)
        private
        view
        returns (uint256 shares, uint256 assets)
    {
        return _epochNow(requestId).claimable(_requests[requestId][controller]);
    }

    function _claimableOf(address controller)
        private
        view
        returns (uint256 shares, uint256 assets)
    {
        uint256[] memory ids = _requestIds[controller];
        for (uint256 i = 0; i < ids.length; ++i) {
            (uint256 claimableShares, uint256 claimableAssets) = _claimable(ids[i], controller);
            shares += claimableShares;
            assets += claimableAssets;
        }
    }
}
