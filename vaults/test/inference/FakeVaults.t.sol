// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {CommitTimes, Inference, Output, Tier} from "../../src/types/InferenceTypes.sol";
import {HostileToken} from "../vault/base/HostileToken.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";
import {FakeVault} from "./FakeVault.sol";

/// A vault can be any contract, and its token too: they hurt those who trusted them, and nobody else.
contract FakeVaultsTest is RegistryFixture {
    FakeVault private fake;
    uint256 private honestMoney;

    function setUp() public {
        createRegistry();
        honestMoney = token1.balanceOf(address(inferences));
    }

    /// Enrols a fake vault in place of the real one, with this contract for its timelock.
    function enrolFake(address asset) private {
        fake = new FakeVault(asset, address(pool), address(inferences));
        inferences.setTerms(address(fake), defaultTerms());
        recomputed =
            inferences.addModel(address(fake), Tier.Recomputed, address(model), model.modelHash());
        optimistic =
            inferences.addModel(address(fake), Tier.Optimistic, address(model), model.modelHash());
        inferences.allowKeeper(address(fake), keeper);
        token1.mint(keeper, 1_000 * WHOLE);
        HostileToken(asset).mint(keeper, 1_000 * WHOLE);
        vm.startPrank(keeper);
        HostileToken(asset).approve(address(inferences), type(uint256).max);
        inferences.addBond(address(fake), keeper, 1_000 * WHOLE);
        vm.stopPrank();
    }

    function fakeInference(uint32 modelId, Output memory output)
        private
        returns (Inference memory inference)
    {
        inference = inferenceOf(keeper, modelId, output);
        inference.vault = address(fake);
        inference.nonce = inferences.account(address(fake), keeper).nextNonce;
        inference.policyId = inferences.policyIdOf(address(fake));
        inference.stateHash = inferences.stateHashOf(address(fake));
        commit(inference);
        skipTime(DELAY);
    }

    function expired() private {
        fakeInference(recomputed, honest());
        skipTime(HOUR);
        inferences.expire(address(fake), keeper);
    }

    /// Every call that changes something, from inside a rebalance, a settlement and a transfer.
    function test_reentering() public {
        HostileToken hostile = new HostileToken(6);
        enrolFake(address(hostile));
        Output memory output = honest();
        Inference memory inference = fakeInference(recomputed, output);
        addAttacks(inference, output);
        reveal(inference, output, true);
        assertEq(allRefused(), 14);

        skipTime(HOUR);
        oracle.poke();
        expired();
        skipTime(1);
        inferences.settle(address(fake));
        assertEq(allRefused(), 28);

        hostile.setHook(address(fake));
        vm.prank(keeper);
        inferences.withdrawBond(address(fake), 1, keeper);
        assertEq(allRefused(), 42);
        hostile.mint(keeper, 1);
        hostile.setHook(address(fake));
        vm.prank(keeper);
        inferences.addBond(address(fake), keeper, 1);
        assertEq(allRefused(), 56);
    }

    function addAttacks(Inference memory inference, Output memory output) private {
        address at = address(fake);
        CommitTimes memory times = timesOf(inference);
        fake.addAttack(abi.encodeCall(inferences.setTerms, (at, defaultTerms())));
        fake.addAttack(
            abi.encodeCall(inferences.addModel, (at, Tier.Attested, address(0), bytes32("x")))
        );
        fake.addAttack(abi.encodeCall(inferences.allowKeeper, (at, at)));
        fake.addAttack(abi.encodeCall(inferences.revokeModel, (recomputed)));
        fake.addAttack(abi.encodeCall(inferences.revokeKeeper, (at, keeper)));
        fake.addAttack(abi.encodeCall(inferences.addBond, (at, keeper, 1)));
        fake.addAttack(abi.encodeCall(inferences.expire, (at, keeper)));
        fake.addAttack(abi.encodeCall(inferences.dispute, (inference, output)));
        fake.addAttack(abi.encodeCall(inferences.finalise, (bytes32("x"))));
        fake.addAttack(abi.encodeCall(inferences.score, (bytes32("x"))));
        fake.addAttack(abi.encodeCall(inferences.settle, (at)));
        fake.addAttack(abi.encodeCall(inferences.commit, (at, bytes32("x"), times)));
        fake.addAttack(abi.encodeCall(inferences.reveal, (inference, output, true, "")));
        fake.addAttack(abi.encodeCall(inferences.withdrawBond, (at, 1, at)));
    }

    function allRefused() private view returns (uint256 count) {
        bytes[] memory answers = fake.answers();
        for (uint256 i; i < answers.length; ++i) {
            assertEq(
                answers[i],
                abi.encodeWithSelector(
                    ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
                )
            );
        }
        return answers.length;
    }

    /// One that takes less than it is owed could come back for the rest when others' money lies there.
    function test_takesLess() public {
        enrolFake(address(token1));
        expired();
        skipTime(HOUR);
        uint256 part = inferences.releasable(address(fake));
        uint256 taken;
        for (uint256 bps = 0; bps < 10_000; bps += 4_999) {
            fake.setTakenBps(bps);
            taken = part * bps / 10_000;
            vm.expectRevert(
                abi.encodeWithSelector(IInferenceErrors.TokenShort.selector, part, taken)
            );
            inferences.settle(address(fake));
        }
        assertEq(token1.allowance(address(inferences), address(fake)), 0);
        assertEq(inferences.owed(address(fake)), PENALTY);
        assertEq(inferences.releasable(address(fake)), part);
        fake.setTakenBps(10_000);
        inferences.settle(address(fake));
        assertEq(token1.allowance(address(inferences), address(fake)), 0);
        assertEq(token1.balanceOf(address(fake)), part);
        assertEq(inferences.owed(address(fake)), PENALTY - part);
        checkHonestMoney();
    }

    function test_takesMore() public {
        enrolFake(address(token1));
        expired();
        skipTime(HOUR);
        fake.setTakenBps(10_001);
        vm.expectRevert();
        inferences.settle(address(fake));
        checkHonestMoney();
    }

    /// It can say that it is worth anything: its own keeper cannot trade for it, that is all.
    function test_worthAnything() public {
        enrolFake(address(token1));
        fake.setTotalAssets(type(uint256).max);
        Output memory output = honest();
        Inference memory inference = fakeInference(optimistic, output);
        vm.prank(keeper);
        vm.expectRevert();
        inferences.reveal(inference, output, true, "");
        reveal(inference, output, false);
        checkHonestMoney();
    }

    /// What its keeper put up for it is not what the same keeper put up for another.
    function test_bondsAreApart() public {
        enrolFake(address(token1));
        vm.startPrank(keeper);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.BondTooSmall.selector, 1_000 * WHOLE, 1_000 * WHOLE + 1
            )
        );
        inferences.withdrawBond(address(fake), 1_000 * WHOLE + 1, keeper);
        vm.stopPrank();
        assertEq(accountOf(keeper).bondFree, 10_000 * WHOLE);
        checkHonestMoney();
    }

    function checkHonestMoney() private view {
        assertEq(
            token1.balanceOf(address(inferences)),
            honestMoney + inferences.account(address(fake), keeper).bondFree
                + inferences.account(address(fake), keeper).bondLocked
                + inferences.owed(address(fake))
        );
    }

    // Tokens that do what tokens should not

    function test_tokenWithAFee_isNoBond() public {
        HostileToken hostile = new HostileToken(6);
        enrolFake(address(hostile));
        hostile.setFee(100);
        hostile.mint(keeper, 1_000);
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.TokenShort.selector, 1_000, 990));
        inferences.addBond(address(fake), keeper, 1_000);
    }
}
