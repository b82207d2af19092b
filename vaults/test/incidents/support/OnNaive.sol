// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategyVault} from "../../../src/interfaces/IStrategyVault.sol";
import {NaiveLpVault} from "../../naive/NaiveLpVault.sol";
import {Incident} from "./Incident.sol";

/// The attack against a naive vault: it must succeed, or the twin of this test proves nothing.
abstract contract OnNaive is Incident {
    /// Deployed by `admin`.
    function _newNaive() internal virtual returns (NaiveLpVault) {
        return new NaiveLpVault(pool, _assetIsToken1());
    }

    function _deployTarget() internal override returns (IStrategyVault) {
        vm.startPrank(admin);
        NaiveLpVault vault = _newNaive();
        vm.stopPrank();
        return IStrategyVault(address(vault));
    }

    function _place() internal override {
        int24 middle = _floor(tickNow());
        vm.prank(admin);
        NaiveLpVault(address(target)).place(middle - 600, middle + 600);
    }
}
