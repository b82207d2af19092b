// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Test} from "forge-std/Test.sol";
import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {VaultFactory} from "../../../src/VaultFactory.sol";
import {TimelockTerms} from "../../../src/interfaces/IVaultFactory.sol";
import {Limits, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {PoolActor} from "../../base/PoolActor.sol";
import {TestToken} from "../../base/TestToken.sol";

/// The real pool of any two tokens, without liquidity: then a trade moves the price and no tokens.
abstract contract FactoryFixture is Test {
    string private constant UNISWAP_FACTORY =
        "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json";
    uint16 internal constant CARDINALITY = 151;

    IUniswapV3Factory internal uniswap;
    IUniswapV3Pool internal pool;
    PriceEnvelope internal envelope;
    address internal policy;
    VaultFactory internal vaultFactory;
    address internal creator = makeAddr("creator");
    address internal guardian = makeAddr("guardian");
    address internal feeRecipient = makeAddr("fee recipient");
    bytes internal creationCode = type(StrategyVault).creationCode;

    function setUp() public virtual {
        vm.warp(1_700_000_000);
        uniswap = IUniswapV3Factory(deployCode(UNISWAP_FACTORY));
        envelope = new PriceEnvelope();
        policy = address(new RangePolicy());
        vaultFactory = createFactory();
    }

    function createFactory() internal returns (VaultFactory) {
        return new VaultFactory(
            address(uniswap), address(envelope), policy, keccak256(creationCode), CARDINALITY
        );
    }

    function usePool(address tokenA, address tokenB) internal {
        pool = IUniswapV3Pool(uniswap.createPool(tokenA, tokenB, 3000));
        pool.initialize(TickMath.getSqrtPriceAtTick(10));
    }

    /// Slots for 30 minutes, and 30 minutes in them.
    function useReadyPool(address tokenA, address tokenB) internal {
        usePool(tokenA, tokenB);
        vaultFactory.prepare(address(pool));
        growOld();
        fund(tokenA);
        fund(tokenB);
    }

    /// One observation that takes the new slots into use, and 30 minutes after it.
    function growOld() internal {
        skip(60);
        new PoolActor().swap(pool, true, 1, TickMath.getSqrtPriceAtTick(9));
        skip(1800);
    }

    function fund(address token) internal {
        TestToken(token).mint(creator, 1e27);
        vm.prank(creator);
        // Through the selector alone: some tokens return nothing.
        (bool ok,) =
            token.call(abi.encodeCall(IERC20.approve, (address(vaultFactory), type(uint256).max)));
        assertTrue(ok);
    }

    function configFor(address asset) internal view returns (VaultConfig memory config) {
        config.pool = address(pool);
        config.asset = asset;
        config.envelope = address(envelope);
        config.rangePolicy = policy;
        config.name = "Vault";
        config.symbol = "V";
        config.guardian = guardian;
        config.feeRecipient = feeRecipient;
        config.limits = Limits({
            maxDeviationTicks: 100,
            maxLossBps: 50,
            dailyTurnoverBps: 10_000,
            idleTargetBps: 500,
            entryFeeBps: 5,
            performanceFeeBps: 1_000,
            managementFeePpm: 5_000,
            cooldownSeconds: 3600,
            depositCap: 1e27
        });
        config.policy.policyId = 2;
        config.policy.baseHalfWidthTicks = 1_200;
        config.policy.limitWidthTicks = 600;
    }

    /// The creator proposes, everybody executes.
    function terms() internal view returns (TimelockTerms memory t) {
        t.delaySeconds = 3 days;
        t.proposers = new address[](1);
        t.proposers[0] = creator;
        t.executors = new address[](1);
    }

    function create(VaultConfig memory config) internal returns (StrategyVault) {
        vm.prank(creator);
        return StrategyVault(vaultFactory.createVault(creationCode, config, terms(), 0));
    }
}
