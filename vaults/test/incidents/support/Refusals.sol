// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVaultErrors} from "../../../src/interfaces/IVaultErrors.sol";

/// What counts as a refusal of the vault, where a test tries what may be refused. Anything else that goes
/// wrong is a fault of the test, or of the vault, and must not pass for one.
library Refusals {
    /// Fails with `reason` itself unless the vault has refused: because of prices, of what would be
    /// lost, or because the pool cannot take what is to be sold.
    function expect(bytes memory reason) internal pure {
        bytes4 selector = bytes4(reason);
        if (
            selector == IVaultErrors.PriceUnsettled.selector
                || selector == IVaultErrors.PriceHistoryMissing.selector
                || selector == IVaultErrors.LossExceeded.selector
                || selector == IVaultErrors.SwapOutBelowMinimum.selector
                || selector == IVaultErrors.SwapIncomplete.selector
        ) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
