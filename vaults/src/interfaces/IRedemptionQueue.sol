// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";

/// ERC-7540: who may act for whom. ERC-165 identifier 0xe3bc4e65.
interface IERC7540Operator {
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// An operator can request, cancel and claim for the caller, to any receiver: trust it with both.
    function setOperator(address operator, bool approved) external returns (bool);
    function isOperator(address controller, address operator) external view returns (bool status);
}

/// ERC-7540: asynchronous redemption. ERC-165 identifier 0x620ee8e4.
interface IERC7540Redeem {
    event RedeemRequest(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    /// Takes `shares` of `owner`, who is the caller or made the caller an operator, and has approved the
    /// queue for them. `controller` may cancel and claim.
    function requestRedeem(uint256 shares, address controller, address owner)
        external
        returns (uint256 requestId);
    function pendingRedeemRequest(uint256 requestId, address controller)
        external
        view
        returns (uint256 shares);
    function claimableRedeemRequest(uint256 requestId, address controller)
        external
        view
        returns (uint256 shares);
}

/// ERC-7575: the parts of it that a way out has. ERC-165 identifiers 0x50a526d6 (asset, share, totals and
/// conversions), 0x2fd7d42a (redeem) and 0x70dec094 (withdraw).
interface IERC7575Exit {
    event Withdraw(
        address indexed sender,
        address indexed receiver,
        address indexed owner,
        uint256 assets,
        uint256 shares
    );

    function asset() external view returns (address);
    function share() external view returns (address);
    function totalAssets() external view returns (uint256);
    function convertToShares(uint256 assets) external view returns (uint256 shares);
    function convertToAssets(uint256 shares) external view returns (uint256 assets);

    /// Claims what filled requests of `controller` were paid, oldest first.
    function redeem(uint256 shares, address receiver, address controller)
        external
        returns (uint256 assets);
    function withdraw(uint256 assets, address receiver, address controller)
        external
        returns (uint256 shares);
    function maxRedeem(address controller) external view returns (uint256 shares);
    function maxWithdraw(address controller) external view returns (uint256 assets);
    /// Always reverts, as ERC-7540 demands of an asynchronous exit.
    function previewRedeem(uint256 shares) external view returns (uint256);
    /// Always reverts, as ERC-7540 demands of an asynchronous exit.
    function previewWithdraw(uint256 assets) external view returns (uint256);
}

/// Exits of a vault that are larger than its idle balance. What it promises is written at the head of
/// `RedemptionQueue.sol`.
interface IRedemptionQueue is IERC165, IERC7540Operator, IERC7540Redeem, IERC7575Exit {
    /// @param requestId the epoch; a fill reaches every request of an epoch in the same proportion
    event EpochFilled(
        uint256 indexed requestId, uint256 shares, uint256 assets, uint256 sharesLeft
    );
    /// Shares that were sent here without a request were burned; what they brought belongs to nobody.
    event SurplusUnowned(uint256 shares, uint256 assets);
    event RequestCancelled(
        address indexed controller,
        address indexed receiver,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    error ZeroAmount();
    error ZeroAddress(string what);
    error NotOwnerOrOperator(address owner, address caller);
    error NotControllerOrOperator(address controller, address caller);
    error NothingToCancel(uint256 requestId, address controller);
    error ClaimAboveMaximum(uint256 wanted, uint256 maximum);
    /// This controller must claim before it can request again.
    error TooManyRequests(address controller, uint256 count);
    /// The vault's own two values of itself lie too far apart for others to choose this moment to sell.
    error ValueUnsettled(uint256 bid, uint256 ask, uint256 maxSpreadBps);
    error PreviewUnsupported();

    /// {requestRedeem} of the caller's own shares, with an ERC-2612 signature in place of an approval.
    function requestRedeemWithPermit(
        uint256 shares,
        address controller,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 requestId);

    /// Returns what is not filled yet to `receiver`; what is filled stays claimable.
    function cancelRequest(uint256 requestId, address receiver, address controller)
        external
        returns (uint256 shares);

    /// Sells pending shares to the vault's idle balance as any holder could, for the oldest requests first.
    /// Anyone may call; refused while the vault's bid and ask differ by more than `MAX_SPREAD_BPS`.
    function fillFromIdle() external returns (uint256 shares, uint256 assets);

    /// Attributes what the vault has paid since the last call to the requests that were pending then.
    /// Anyone may call; every other state-changing function does so first.
    function book() external;

    function vault() external view returns (address);
    /// The epoch that a request made now joins.
    function currentRequestId() external view returns (uint256);
    /// Shares of all requests that are not filled yet.
    function totalPendingShares() external view returns (uint256);
    /// The epochs in which `controller` has something pending or claimable, oldest first.
    function requestIdsOf(address controller) external view returns (uint256[] memory);
}
