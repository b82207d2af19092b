// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {VaultFactory} from "../../src/VaultFactory.sol";
import {IVaultFactory} from "../../src/interfaces/IVaultFactory.sol";
import {VaultConfig} from "../../src/types/VaultTypes.sol";
import {PoolActor} from "../base/PoolActor.sol";
import {TestToken} from "../base/TestToken.sol";
import {FactoryFixture} from "./base/FactoryFixture.sol";

/// Says it is a pool of two tokens of which a real one exists.
contract FalsePool {
    address public immutable token0;
    address public immutable token1;
    uint24 public constant fee = 3000;

    constructor(address token0_, address token1_) {
        token0 = token0_;
        token1 = token1_;
    }
}

contract RefusedConfigsTest is FactoryFixture {
    TestToken private asset;
    TestToken private other;

    function setUp() public override {
        super.setUp();
        asset = new TestToken("USDC", 6);
        other = new TestToken("WETH", 18);
    }

    function test_otherVaultCodeIsRefused() public {
        useReadyPool(address(asset), address(other));
        VaultConfig memory config = configFor(address(asset));
        bytes32 expected = keccak256(creationCode);
        creationCode[creationCode.length / 2] ^= 0x01;
        bytes memory refusal = abi.encodeWithSelector(
            IVaultFactory.WrongVaultCode.selector, keccak256(creationCode), expected
        );
        vm.expectRevert(refusal);
        create(config);
        vm.expectRevert(refusal);
        vaultFactory.predictAddress(creationCode, config, terms(), 0);
    }

    function test_falsePoolIsRefused() public {
        useReadyPool(address(asset), address(other));
        VaultConfig memory config = configFor(address(asset));
        config.pool = address(new FalsePool(pool.token0(), pool.token1()));
        bytes memory refusal = abi.encodeWithSelector(
            IVaultFactory.NotCanonical.selector, "pool", config.pool, address(pool)
        );
        vm.expectRevert(refusal);
        create(config);
        vm.expectRevert(refusal);
        vaultFactory.prepare(config.pool);
    }

    function test_accountThatIsNoPoolIsRefused() public {
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.NotCanonical.selector, "pool", creator, address(0))
        );
        vaultFactory.prepare(creator);
    }

    function test_assetThatIsNotInThePoolIsRefused() public {
        useReadyPool(address(asset), address(other));
        address stranger = address(new TestToken("STRANGER", 18));
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.AssetNotInPool.selector, stranger, address(pool))
        );
        create(configFor(stranger));
    }

    function test_otherEnvelopeAndPolicyAreRefused() public {
        useReadyPool(address(asset), address(other));
        VaultConfig memory config = configFor(address(asset));
        config.envelope = creator;
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultFactory.NotCanonical.selector, "envelope", creator, address(envelope)
            )
        );
        create(config);
        config = configFor(address(asset));
        config.rangePolicy = creator;
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultFactory.NotCanonical.selector, "rangePolicy", creator, policy
            )
        );
        create(config);
    }

    function test_missingGuardianAndFeeRecipientAreRefused() public {
        useReadyPool(address(asset), address(other));
        VaultConfig memory config = configFor(address(asset));
        config.guardian = address(0);
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.ZeroAddress.selector, "guardian"));
        create(config);
        config = configFor(address(asset));
        config.feeRecipient = address(0);
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.ZeroAddress.selector, "feeRecipient"));
        create(config);
    }

    function test_secondVaultOfTheSameConfigurationIsRefused() public {
        useReadyPool(address(asset), address(other));
        VaultConfig memory config = configFor(address(asset));
        address vault = address(create(config));
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.VaultExists.selector, vault));
        create(config);
    }

    function test_poolWithTooFewSlotsIsRefused() public {
        usePool(address(asset), address(other));
        skip(3600);
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultFactory.CardinalityTooSmall.selector, address(pool), 1, CARDINALITY
            )
        );
        create(configFor(address(asset)));
        // Slots that are paid for but not in use yet do not count.
        vaultFactory.prepare(address(pool));
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultFactory.CardinalityTooSmall.selector, address(pool), 1, CARDINALITY
            )
        );
        create(configFor(address(asset)));
    }

    function test_poolWithoutHistoryIsRefusedUntilItHas30Minutes() public {
        usePool(address(asset), address(other));
        vaultFactory.prepare(address(pool));
        fund(address(asset));
        fund(address(other));
        skip(60);
        new PoolActor().swap(pool, true, 1, TickMath.getSqrtPriceAtTick(9));
        skip(1739);
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.PriceHistoryMissing.selector, address(pool))
        );
        create(configFor(address(asset)));
        skip(1);
        create(configFor(address(asset)));
    }

    function test_poolThatWasNeverInitializedIsRefused() public {
        usePool(address(asset), address(other));
        address empty = uniswap.createPool(address(asset), address(other), 500);
        VaultConfig memory config = configFor(address(asset));
        config.pool = empty;
        vm.expectRevert(
            abi.encodeWithSelector(
                IVaultFactory.CardinalityTooSmall.selector, empty, 0, CARDINALITY
            )
        );
        create(config);
    }

    function test_factoryRefusesToBeMadeOfNothing() public {
        bytes32 hash = keccak256(creationCode);
        vm.expectRevert(
            abi.encodeWithSelector(IVaultFactory.ZeroAddress.selector, "uniswapFactory")
        );
        new VaultFactory(address(0), address(envelope), policy, hash, CARDINALITY);
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.ZeroAddress.selector, "envelope"));
        new VaultFactory(address(uniswap), address(0), policy, hash, CARDINALITY);
        vm.expectRevert(abi.encodeWithSelector(IVaultFactory.ZeroAddress.selector, "rangePolicy"));
        new VaultFactory(address(uniswap), address(envelope), address(0), hash, CARDINALITY);
        uint16[2] memory wrong = [uint16(1), 1802];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IVaultFactory.CardinalityOutOfRange.selector, wrong[i], 2, 1801
                )
            );
            new VaultFactory(address(uniswap), address(envelope), policy, hash, wrong[i]);
        }
    }
}
