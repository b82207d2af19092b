// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Nav} from "../../src/libraries/Nav.sol";
import {PositionMath} from "../../src/libraries/PositionMath.sol";

/// DELIBERATELY VULNERABLE. FOR TESTS ONLY. NEVER DEPLOY, NEVER COPY.
///
/// What one gets by writing a single-asset vault over one Uniswap v3 position in an afternoon: it works,
/// and each line that is wrong is wrong in a way that has cost somebody money. Its mistakes: holdings are
/// `balanceOf` and `positions().liquidity`; shares are priced at spot; no offset, no seed, shares may
/// round to nothing; it pays before it burns, without a guard against re-entrance; callbacks pay whoever calls; the keeper's swap has no
/// minimum. Subclasses add the mistakes of single incidents.
contract NaiveLpVault is ERC20 {
    using SafeERC20 for IERC20;

    IUniswapV3Pool public immutable pool;
    IERC20 public immutable asset;
    bool public immutable assetIsToken1;
    address public immutable admin;
    int24 public tickLower;
    int24 public tickUpper;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) ERC20("Naive", "NAIVE") {
        pool = pool_;
        assetIsToken1 = assetIsToken1_;
        asset = IERC20(assetIsToken1_ ? pool_.token1() : pool_.token0());
        admin = msg.sender;
    }

    function deposit(uint256 assets, address receiver) public virtual returns (uint256 shares) {
        shares = previewDeposit(assets);
        asset.safeTransferFrom(msg.sender, address(this), assets);
        _mint(receiver, shares);
    }

    function mint(uint256 shares, address receiver) public virtual returns (uint256 assets) {
        uint256 supply = totalSupply();
        assets = supply == 0 ? shares : Math.mulDiv(shares, entryValue(), supply);
        asset.safeTransferFrom(msg.sender, address(this), assets);
        _mint(receiver, shares);
    }

    function withdraw(uint256 assets, address receiver, address owner)
        public
        virtual
        returns (uint256 shares)
    {
        if (owner != msg.sender) _spendAllowance(owner, msg.sender, type(uint256).max);
        shares = Math.mulDiv(assets, totalSupply(), exitValue());
        _burn(owner, shares);
        asset.safeTransfer(receiver, assets);
    }

    function redeem(uint256 shares, address receiver, address owner)
        public
        virtual
        returns (uint256 assets)
    {
        if (owner != msg.sender) _spendAllowance(owner, msg.sender, shares);
        assets = previewRedeem(shares);
        asset.safeTransfer(receiver, assets);
        _burn(owner, shares);
    }

    function redeemInKind(uint256 shares, address receiver, address owner, uint256, uint256)
        public
        virtual
        returns (uint256 amount0, uint256 amount1)
    {
        if (owner != msg.sender) _spendAllowance(owner, msg.sender, shares);
        uint256 supply = totalSupply();
        collectFees();
        (uint256 held0, uint256 held1) = balances();
        amount0 = Math.mulDiv(held0, shares, supply);
        amount1 = Math.mulDiv(held1, shares, supply);
        uint128 burned = uint128(Math.mulDiv(liquidity(), shares, supply));
        if (burned > 0) {
            (uint256 out0, uint256 out1) = pool.burn(tickLower, tickUpper, burned);
            pool.collect(address(this), tickLower, tickUpper, type(uint128).max, type(uint128).max);
            (amount0, amount1) = (amount0 + out0, amount1 + out1);
        }
        _burn(owner, shares);
        IERC20(pool.token0()).safeTransfer(receiver, amount0);
        IERC20(pool.token1()).safeTransfer(receiver, amount1);
    }

    /// The keeper closes everything, makes the two halves equal and opens a new range.
    function place(int24 tickLower_, int24 tickUpper_) public virtual {
        require(msg.sender == admin, "admin");
        closePosition();
        (tickLower, tickUpper) = (tickLower_, tickUpper_);
        (uint256 held0, uint256 held1) = balances();
        (uint160 spotX96,,,,,,) = pool.slot0();
        uint256 half = Nav.valueDown(held0, held1, spotX96, assetIsToken1) / 2;
        uint256 heldAsset = assetIsToken1 ? held1 : held0;
        if (heldAsset > half) {
            swap(!assetIsToken1, heldAsset - half);
        } else {
            uint256 lacking = half - heldAsset;
            (uint256 in0, uint256 in1) = assetIsToken1 ? (uint256(0), lacking) : (lacking, 0);
            swap(assetIsToken1, Nav.valueDown(in0, in1, spotX96, !assetIsToken1));
        }
        openPosition();
    }

    function closePosition() internal {
        if (liquidity() == 0) return;
        pool.burn(tickLower, tickUpper, liquidity());
        pool.collect(address(this), tickLower, tickUpper, type(uint128).max, type(uint128).max);
    }

    function openPosition() internal {
        (uint160 spotX96,,,,,,) = pool.slot0();
        (uint256 held0, uint256 held1) = balances();
        uint128 bought =
            PositionMath.liquidityForAmounts(spotX96, tickLower, tickUpper, held0, held1);
        if (bought > 0) pool.mint(address(this), tickLower, tickUpper, bought, "");
    }

    function swap(bool zeroForOne, uint256 amountIn) internal {
        uint160 limitX96 = zeroForOne ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1;
        // forge-lint: disable-next-line(unsafe-typecast)
        pool.swap(address(this), zeroForOne, int256(amountIn), limitX96, "");
    }

    function collectFees() internal {
        if (liquidity() == 0) return;
        pool.burn(tickLower, tickUpper, 0);
        pool.collect(address(this), tickLower, tickUpper, type(uint128).max, type(uint128).max);
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        // forge-lint: disable-next-line(unsafe-typecast)
        payCaller(int256(owed0), int256(owed1));
    }

    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        payCaller(delta0, delta1);
    }

    function payCaller(int256 owed0, int256 owed1) private {
        // forge-lint: disable-start(unsafe-typecast)
        if (owed0 > 0) IERC20(pool.token0()).safeTransfer(msg.sender, uint256(owed0));
        if (owed1 > 0) IERC20(pool.token1()).safeTransfer(msg.sender, uint256(owed1));
        // forge-lint: disable-end(unsafe-typecast)
    }

    function previewDeposit(uint256 assets) public view virtual returns (uint256) {
        uint256 supply = totalSupply();
        return supply == 0 ? assets : Math.mulDiv(assets, supply, entryValue());
    }

    function previewRedeem(uint256 shares) public view virtual returns (uint256) {
        return Math.mulDiv(shares, exitValue(), totalSupply());
    }

    function convertToAssets(uint256 shares) public view virtual returns (uint256) {
        uint256 supply = totalSupply();
        return supply == 0 ? shares : Math.mulDiv(shares, totalAssets(), supply);
    }

    function totalAssets() public view virtual returns (uint256) {
        return valueAt(navSqrtPriceX96());
    }

    function maxDeposit(address) public view virtual returns (uint256) {
        return type(uint256).max;
    }

    function maxWithdraw(address owner) public view virtual returns (uint256) {
        return convertToAssets(balanceOf(owner));
    }

    function maxRedeem(address owner) public view virtual returns (uint256) {
        return balanceOf(owner);
    }

    function entryValue() public view virtual returns (uint256) {
        return totalAssets();
    }

    function exitValue() public view virtual returns (uint256) {
        return totalAssets();
    }

    function navSqrtPriceX96() public view virtual returns (uint160 sqrtPriceX96) {
        (sqrtPriceX96,,,,,,) = pool.slot0();
    }

    function valueAt(uint160 sqrtPriceX96) public view virtual returns (uint256) {
        (uint256 amount0, uint256 amount1) = balances();
        if (liquidity() > 0) {
            (uint256 in0, uint256 in1) =
                PositionMath.amountsDown(sqrtPriceX96, tickLower, tickUpper, liquidity());
            (amount0, amount1) = (amount0 + in0, amount1 + in1);
        }
        return Nav.valueDown(amount0, amount1, sqrtPriceX96, assetIsToken1);
    }

    function balances() public view virtual returns (uint256 held0, uint256 held1) {
        held0 = IERC20(pool.token0()).balanceOf(address(this));
        held1 = IERC20(pool.token1()).balanceOf(address(this));
    }

    function liquidity() public view virtual returns (uint128 held) {
        (held,,,,) =
            pool.positions(keccak256(abi.encodePacked(address(this), tickLower, tickUpper)));
    }
}
