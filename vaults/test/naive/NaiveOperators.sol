// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {NaiveLpVault} from "./NaiveLpVault.sol";

// DELIBERATELY VULNERABLE. FOR TESTS ONLY. NEVER DEPLOY, NEVER COPY.
// What its admin and its keeper can do to a vault, or be used for.

/// Lets the admin rescue whatever lies in the vault.
contract NaiveRescueVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function emergencyWithdraw(address token, address to, uint256 amount) external {
        require(msg.sender == admin, "admin");
        require(IERC20(token).transfer(to, amount));
    }
}

/// Takes the fee for the time that has passed at the rate of the day.
contract NaiveFeeRateVault is NaiveLpVault {
    uint256 public managementFeePpm;
    uint256 public accruedAt = block.timestamp;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function setManagementFeePpm(uint256 ppm) external {
        require(msg.sender == admin, "admin");
        managementFeePpm = ppm;
    }

    function accrueFees() external {
        uint256 elapsed = block.timestamp - accruedAt;
        accruedAt = block.timestamp;
        _mint(admin, totalSupply() * managementFeePpm * elapsed / 365 days / 1e6);
    }
}

/// Opens its position again wherever the price is, whenever the admin changes something.
contract NaiveRedeployVault is NaiveLpVault {
    bool public paused;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function setPositionWidth(int24 halfWidthTicks) external {
        place(around(-halfWidthTicks), around(halfWidthTicks));
    }

    function pause() external {
        require(msg.sender == admin, "admin");
        closePosition();
        paused = true;
    }

    function unpause() external {
        require(msg.sender == admin, "admin");
        paused = false;
        (tickLower, tickUpper) = (around(-600), around(600));
        openPosition();
    }

    function around(int24 offset) private view returns (int24) {
        (, int24 tick,,,,,) = pool.slot0();
        return (tick + offset) / pool.tickSpacing() * pool.tickSpacing();
    }
}

/// Does what the keeper says.
contract NaiveCallVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function rebalance(address target, bytes calldata data) external {
        require(msg.sender == admin, "keeper");
        (bool ok,) = target.call(data);
        require(ok, "call");
    }
}

/// Executes for anyone a plan that the keeper approved, of which it hashes only the part it forwards.
contract NaivePartialHashVault is NaiveLpVault {
    struct SwapPlan {
        address token;
        address aggregator;
        uint256 amount;
        bytes data;
    }

    mapping(bytes32 => bool) public approved;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function approvePlan(SwapPlan calldata plan) external {
        require(msg.sender == admin, "keeper");
        approved[keccak256(plan.data)] = true;
    }

    function executePlan(SwapPlan calldata plan) external {
        require(approved[keccak256(plan.data)], "plan");
        require(IERC20(plan.token).transfer(plan.aggregator, plan.amount));
    }
}

/// Has a cap and a pause, and limits for callers that know of neither.
contract NaiveMaxVault is NaiveLpVault {
    uint256 public constant CAP = 2_000_000e18;
    bool public paused;

    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function pause() external {
        require(msg.sender == admin, "admin");
        paused = true;
    }

    function deposit(uint256 assets, address receiver) public override returns (uint256) {
        require(!paused, "paused");
        require(totalAssets() + assets <= CAP, "cap");
        return super.deposit(assets, receiver);
    }

    function redeem(uint256 shares, address receiver, address owner)
        public
        override
        returns (uint256)
    {
        require(!paused, "paused");
        return super.redeem(shares, receiver, owner);
    }
}

/// Squares √P in 256 bits.
contract NaiveSquareVault is NaiveLpVault {
    constructor(IUniswapV3Pool pool_, bool assetIsToken1_) NaiveLpVault(pool_, assetIsToken1_) {}

    function valueAt(uint160 sqrtPriceX96) public view override returns (uint256) {
        (uint256 held0, uint256 held1) = balances();
        uint256 priceX192 = uint256(sqrtPriceX96) * sqrtPriceX96;
        return assetIsToken1
            ? held1 + Math.mulDiv(held0, priceX192, 1 << 192)
            : held0 + Math.mulDiv(held1, 1 << 192, priceX192);
    }
}
