// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {TickMath} from "@uniswap/v4-core/src/libraries/TickMath.sol";
import {Script, console} from "forge-std/Script.sol";
import {PoolActor} from "../test/base/PoolActor.sol";
import {TestToken} from "../test/base/TestToken.sol";

/// A market to try `Deploy.s.sol` in on a local anvil: Uniswap's factory, a pool of two tokens that anyone
/// may mint, liquidity, and a trade that makes the pool write its oracle. On a public chain it would be
/// a waste of gas and nothing worse.
///
/// With `anvil` running, add this to each command: `--rpc-url http://127.0.0.1:8545 --broadcast --unlocked
/// --sender 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266`.
///
///     node vaults/scripts/forge.mjs script vaults/script/LocalMarket.s.sol
///     CONFIG=… node vaults/scripts/forge.mjs script vaults/script/Deploy.s.sol    (all but the vault)
///     node vaults/scripts/forge.mjs script vaults/script/LocalMarket.s.sol \
///       --sig 'trade(address,address)' ACTOR POOL
///     (evm_increaseTime 1800, evm_mine)
///     CONFIG=… node vaults/scripts/forge.mjs script vaults/script/Deploy.s.sol    (with the addresses
///     it printed: the vault)
contract LocalMarket is Script {
    string private constant FACTORY =
        "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json";

    function run() external {
        bytes memory code = vm.getCode(FACTORY);
        vm.startBroadcast();
        address created;
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
        }
        IUniswapV3Factory factory = IUniswapV3Factory(created);
        TestToken usdc = new TestToken("USDC", 6);
        TestToken weth = new TestToken("WETH", 18);
        usdc.mint(msg.sender, 1e12);
        weth.mint(msg.sender, 1e24);
        PoolActor actor = new PoolActor();
        IUniswapV3Pool pool = IUniswapV3Pool(factory.createPool(address(usdc), address(weth), 3000));
        // A WETH of 3,000 USDC, whichever of them is token0.
        int24 tick = address(usdc) < address(weth) ? int24(196_256) : int24(-196_256);
        pool.initialize(TickMath.getSqrtPriceAtTick(tick));
        actor.mint(pool, -887_220, 887_220, 1e17);
        vm.stopBroadcast();
        console.log("uniswapFactory", created);
        console.log("usdc          ", address(usdc));
        console.log("weth          ", address(weth));
        console.log("actor         ", address(actor));
        console.log("pool          ", address(pool));
    }

    /// One tick down.
    function trade(PoolActor actor, IUniswapV3Pool pool) external {
        (, int24 tick,,,,,) = pool.slot0();
        vm.startBroadcast();
        actor.swap(pool, true, type(int128).max, TickMath.getSqrtPriceAtTick(tick - 1) + 1);
        vm.stopBroadcast();
    }
}
