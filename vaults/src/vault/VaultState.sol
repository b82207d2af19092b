// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/interfaces/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IPriceEnvelope, PriceReading} from "../interfaces/IPriceEnvelope.sol";
import {IRangePolicy} from "../interfaces/IRangePolicy.sol";
import {IStrategyVault} from "../interfaces/IStrategyVault.sol";
import {Bookkeeping} from "../libraries/Bookkeeping.sol";
import {LimitRules} from "../libraries/LimitRules.sol";
import {RedemptionQueue} from "../RedemptionQueue.sol";
import {Book} from "../types/Book.sol";
import {Limits, PolicyParameters, VaultConfig} from "../types/VaultTypes.sol";

/// What a vault is and remembers. Nothing outside this file declares storage.
abstract contract VaultState is ERC4626, ERC20Permit, ReentrancyGuardTransient, IStrategyVault {
    using Bookkeeping for Book;

    /// Fees as they stood at the last call that moved value, in one slot because every such call writes it.
    struct Accrual {
        uint40 accruedAt;
        /// The long TWAP then.
        int24 checkpointTick;
        /// Fee shares that are part of the supply but of nobody's balance yet.
        uint88 sharesDue;
        /// Highest share price that performance fees were charged on: assets per share · 2^96.
        uint104 highWaterMarkX96;
    }

    struct QueueTotals {
        uint256 sharesFilled;
        uint256 assetsPaid;
    }

    address public immutable pool;
    address public immutable token0;
    address public immutable token1;
    bool public immutable assetIsToken1;
    address public immutable envelope;
    address public immutable rangePolicy;
    address public immutable queue;
    address public immutable timelock;
    int24 internal immutable _tickSpacing;
    uint24 internal immutable _poolFee;
    uint8 private immutable _offset;

    address public guardian;
    address public registry;
    address public feeRecipient;
    Book internal _book;
    Limits internal _limits;
    PolicyParameters internal _policy;
    Accrual internal _accrual;
    QueueTotals internal _queueTotals;

    constructor(VaultConfig memory config)
        ERC20(config.name, config.symbol)
        ERC20Permit(config.name)
        ERC4626(IERC20(config.asset))
    {
        IUniswapV3Pool uniswapPool = IUniswapV3Pool(config.pool);
        pool = config.pool;
        token0 = uniswapPool.token0();
        token1 = uniswapPool.token1();
        if (config.asset != token0 && config.asset != token1) {
            revert AssetNotInPool(config.asset, config.pool);
        }
        assetIsToken1 = config.asset == token1;
        _tickSpacing = uniswapPool.tickSpacing();
        _poolFee = uniswapPool.fee();
        uint8 assetDecimals = IERC20Metadata(config.asset).decimals();
        _offset = assetDecimals >= 12 ? 6 : 18 - assetDecimals;
        envelope = _nonZero(config.envelope, "envelope");
        rangePolicy = _nonZero(config.rangePolicy, "rangePolicy");
        timelock = _nonZero(config.timelock, "timelock");
        guardian = _nonZero(config.guardian, "guardian");
        feeRecipient = _checkedFeeRecipient(config.feeRecipient);
        registry = config.registry;
        LimitRules.check(config.limits);
        IRangePolicy(config.rangePolicy).checkParameters(config.policy);
        _limits = config.limits;
        _policy = config.policy;
        PriceReading memory prices = IPriceEnvelope(config.envelope).read(config.pool);
        _accrual = Accrual({
            accruedAt: uint40(block.timestamp),
            checkpointTick: prices.complete ? prices.longTwapTick : prices.spotTick,
            sharesDue: 0,
            highWaterMarkX96: uint104((1 << 96) / 10 ** _offset)
        });
        queue = address(new RedemptionQueue(address(this)));
    }

    /// @inheritdoc ERC4626
    function decimals() public view override(ERC20, ERC4626, IERC20Metadata) returns (uint8) {
        return ERC4626.decimals();
    }

    /// At least 6, and up to shares of 18 decimals: a holder's rounding loss is worth nothing, and so is
    /// inflating the share price.
    function _decimalsOffset() internal view override returns (uint8) {
        return _offset;
    }

    /// A token that took a fee or shrank is noticed here; the whole call is undone.
    function _bookReceived(uint256 assets) internal {
        _book.addIdleAsset(assetIsToken1, assets);
        uint256 balance = IERC20(asset()).balanceOf(address(this));
        if (balance < _idleAsset()) revert TokenBalanceShort(asset(), _idleAsset(), balance);
    }

    function _virtualShares() internal view returns (uint256) {
        return 10 ** _offset;
    }

    function _idleAsset() internal view returns (uint256) {
        return _book.idleAsset(assetIsToken1);
    }

    function _checkedFeeRecipient(address recipient) internal view returns (address) {
        if (recipient == address(this)) revert FeeRecipientIsVault();
        return _nonZero(recipient, "feeRecipient");
    }

    function _nonZero(address account, string memory what) internal pure returns (address) {
        if (account == address(0)) revert ZeroAddress(what);
        return account;
    }
}
