// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Book} from "../types/Book.sol";
import {Position} from "../types/VaultTypes.sol";
import {TurnoverBucket} from "./TurnoverBucket.sol";

/// Entries in the vault's book.
library Bookkeeping {
    using SafeCast for uint256;

    function addIdle(Book storage book, uint256 amount0, uint256 amount1) internal {
        book.idle.amount0 += amount0.toUint128();
        book.idle.amount1 += amount1.toUint128();
    }

    function takeIdle(Book storage book, uint256 amount0, uint256 amount1) internal {
        book.idle.amount0 -= amount0.toUint128();
        book.idle.amount1 -= amount1.toUint128();
    }

    function addIdleAsset(Book storage book, bool assetIsToken1, uint256 assets) internal {
        addIdle(book, assetIsToken1 ? 0 : assets, assetIsToken1 ? assets : 0);
    }

    function takeIdleAsset(Book storage book, bool assetIsToken1, uint256 assets) internal {
        takeIdle(book, assetIsToken1 ? 0 : assets, assetIsToken1 ? assets : 0);
    }

    function idleAsset(Book storage book, bool assetIsToken1) internal view returns (uint256) {
        return assetIsToken1 ? book.idle.amount1 : book.idle.amount0;
    }

    function loadPositions(Book storage book) internal view returns (Position[] memory loaded) {
        loaded = new Position[](book.activity.positionCount);
        for (uint256 i; i < loaded.length; ++i) {
            loaded[i] = book.positions[i];
        }
    }

    /// Basis points of NAV that rebalances may swap now.
    function turnoverAvailableBps(Book storage book, uint256 dailyBps)
        internal
        view
        returns (uint256)
    {
        uint256 used = TurnoverBucket.stillUsedUp(
            book.activity.turnoverUsedBps, dailyBps, block.timestamp - book.activity.turnoverAt
        );
        return dailyBps > used ? dailyBps - used : 0;
    }
}
