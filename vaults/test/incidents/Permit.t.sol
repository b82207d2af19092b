// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {NaivePermitVault} from "../naive/NaiveUsers.sol";
import {NaiveLpVault} from "../naive/NaiveLpVault.sol";
import {Incident} from "./support/Incident.sol";
import {OnNaive} from "./support/OnNaive.sol";
import {OnOurs} from "./support/OnOurs.sol";

/// Incident 18: Lixir, June 2026. Any signature that recovered to somebody was good enough.
abstract contract PermitAttack is Incident {
    uint256 internal constant THIEF_KEY = 0xA11CE;
    uint256 internal constant OWNER_KEY = 0xB0B;
    address internal owner = vm.addr(OWNER_KEY);

    function _arrange() internal override {
        _arrangeMarket();
        _deposit(owner, TVL);
    }

    function _permit(uint256 key, bytes32 digest, uint256 deadline) internal returns (bool) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return _callAs(
            address(attacker),
            abi.encodeCall(
                IERC20Permit.permit,
                (owner, address(attacker), type(uint256).max, deadline, v, r, s)
            )
        );
    }

    /// Signed by the thief, in the owner's name.
    function _permitByStranger() internal {
        _permit(THIEF_KEY, keccak256("anything"), block.timestamp + 1);
    }

    function _steal() internal {
        uint256 shares = target.balanceOf(owner);
        _callAs(
            address(attacker), abi.encodeCall(target.redeem, (shares, address(attacker), owner))
        );
    }
}

contract PermitNaiveTest is PermitAttack, OnNaive {
    function _newNaive() internal override returns (NaiveLpVault) {
        return new NaivePermitVault(pool, _assetIsToken1());
    }

    function test_naive_permitByStranger() external {
        _permitByStranger();
        _steal();
        assertEq(_gain(), int256(TVL));
    }
}

contract PermitTest is PermitAttack, OnOurs {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    function test_permitByStranger() external {
        _permitByStranger();
        _steal();
        assertEq(_gain(), 0);
        assertEq(target.allowance(owner, address(attacker)), 0);
    }

    function test_permitByZeroSigner() external {
        assertFalse(
            _callAs(
                address(attacker),
                abi.encodeCall(
                    IERC20Permit.permit,
                    (address(0), address(attacker), 1, block.timestamp, 27, 0, 0)
                )
            )
        );
    }

    function test_permitWorksOnce_forItsChainAndVault() external {
        uint256 deadline = block.timestamp + 1;
        assertTrue(_permit(OWNER_KEY, _digest(deadline), deadline));
        assertEq(target.allowance(owner, address(attacker)), type(uint256).max);
        assertFalse(_permit(OWNER_KEY, _digestOf(0, deadline), deadline), "replayed");
        assertFalse(_permit(THIEF_KEY, _digest(deadline), deadline), "not the owner's");
        bytes32 elsewhere = _digest(deadline);
        vm.chainId(10);
        assertFalse(_permit(OWNER_KEY, elsewhere, deadline), "signed for another chain");
        skipTime(12);
        assertFalse(_permit(OWNER_KEY, _digest(deadline), deadline), "late");
    }

    function _digest(uint256 deadline) private view returns (bytes32) {
        return _digestOf(IERC20Permit(address(target)).nonces(owner), deadline);
    }

    function _digestOf(uint256 nonce, uint256 deadline) private view returns (bytes32) {
        bytes32 inner = keccak256(
            abi.encode(PERMIT, owner, address(attacker), type(uint256).max, nonce, deadline)
        );
        bytes32 domain = IERC20Permit(address(target)).DOMAIN_SEPARATOR();
        return keccak256(abi.encodePacked(hex"1901", domain, inner));
    }
}
