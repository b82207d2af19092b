// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {NaiveLpVault} from "./NaiveLpVault.sol";

// DELIBERATELY VULNERABLE. FOR TESTS ONLY. NEVER DEPLOY, NEVER COPY.
// What its users can do to a vault and to each other.

/// Counts the other token in the share price, and on the way out pays it on top of the price.
contract NaivePayTwiceVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function redeem(uint256 shares, address receiver, address owner)
        public
        override
        returns (uint256 assets)
    {
        IERC20 other = IERC20(assetIsToken1 ? pool.token0() : pool.token1());
        uint256 part = Math.mulDiv(other.balanceOf(address(this)), shares, totalSupply());
        assets = super.redeem(shares, receiver, owner);
        require(other.transfer(receiver, part));
    }
}

/// Overrides the public exits and forgets who may use them.
contract NaiveNoAllowanceVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function withdraw(uint256 assets, address receiver, address owner)
        public
        override
        returns (uint256 shares)
    {
        shares = Math.mulDiv(assets, totalSupply(), exitValue());
        _burn(owner, shares);
        require(asset.transfer(receiver, assets));
    }

    function redeem(uint256 shares, address receiver, address owner)
        public
        override
        returns (uint256 assets)
    {
        assets = previewRedeem(shares);
        _burn(owner, shares);
        require(asset.transfer(receiver, assets));
    }

    function redeemInKind(uint256 shares, address receiver, address owner, uint256, uint256)
        public
        override
        returns (uint256, uint256)
    {
        _approve(owner, msg.sender, shares);
        return super.redeemInKind(shares, receiver, owner, 0, 0);
    }
}

/// Takes any signature for the owner's.
contract NaivePermitVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes32 digest = keccak256(abi.encode(owner, spender, value, deadline));
        require(ecrecover(digest, v, r, s) != address(0), "signature");
        _approve(owner, spender, value);
    }
}

interface IDelegatedTransfer {
    function delegatedTransferERC20(address token, address to, uint256 amount) external;
}

/// Asks a contract of the caller's choice to bring the money, and does not look whether it came.
contract NaiveDelegatedDepositVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function depositFrom(uint256 assets, address from, address receiver) external {
        uint256 shares = previewDeposit(assets);
        IDelegatedTransfer(from).delegatedTransferERC20(address(asset), address(this), assets);
        _mint(receiver, shares);
    }
}

/// Gives shares for liquidity that somebody minted for it, without knowing which of it is already counted.
contract NaiveRegisterVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function registerLiquidity(uint128 minted, uint256 assetsWorth) external {
        require(minted > 0 && minted <= liquidity(), "liquidity");
        _mint(msg.sender, Math.mulDiv(assetsWorth, totalSupply(), totalAssets() - assetsWorth));
    }
}

/// Rounds what it pays up, so that nobody loses dust.
contract NaiveDustVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function previewRedeem(uint256 shares) public view override returns (uint256) {
        return Math.mulDiv(shares, exitValue(), totalSupply(), Math.Rounding.Ceil);
    }
}

/// Pays pool fees by a ledger per user that a transfer of shares does not touch.
contract NaiveFeeLedgerVault is NaiveLpVault {
    uint256 public feePerShareX96;
    mapping(address holder => uint256) public paidPerShareX96;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function bookFees(uint256 amount) external {
        feePerShareX96 += Math.mulDiv(amount, 1 << 96, totalSupply());
        require(asset.transferFrom(msg.sender, address(this), amount));
    }

    function deposit(uint256 assets, address receiver) public override returns (uint256 shares) {
        shares = super.deposit(assets, receiver);
        paidPerShareX96[receiver] = feePerShareX96;
    }

    function claimFees() external returns (uint256 amount) {
        uint256 due = feePerShareX96 - paidPerShareX96[msg.sender];
        paidPerShareX96[msg.sender] = feePerShareX96;
        amount = Math.mulDiv(balanceOf(msg.sender), due, 1 << 96);
        require(asset.transfer(msg.sender, amount));
    }
}
