// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../src/FeatureOracle.sol";
import {QuantizedModel} from "../../src/QuantizedModel.sol";
import {IInferenceErrors} from "../../src/interfaces/IInferenceErrors.sol";
import {IInferenceRegistry} from "../../src/interfaces/IInferenceRegistry.sol";
import {IQuantizedModel} from "../../src/interfaces/IQuantizedModel.sol";
import {Model, ModelStatus, Terms, Tier} from "../../src/types/InferenceTypes.sol";
import {RegistryFixture} from "../base/registry/RegistryFixture.sol";
import {TestModels} from "../base/registry/TestModels.sol";

/// What a vault's timelock may set, and what is refused.
contract EnrolmentTest is RegistryFixture {
    function setUp() public {
        createRegistry();
    }

    function refuse(Terms memory terms, bytes memory reason) private {
        vm.prank(timelock);
        vm.expectRevert(reason);
        inferences.setTerms(address(vault), terms);
    }

    function outOfRange(string memory term, uint256 given, uint256 lowest, uint256 highest)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IInferenceErrors.TermOutOfRange.selector, term, given, lowest, highest
        );
    }

    function refuseModel(Tier tier, address implementation, bytes32 modelHash, string memory why)
        private
    {
        vm.prank(timelock);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.ModelUnusable.selector, why));
        inferences.addModel(address(vault), tier, implementation, modelHash);
    }

    // Terms

    function test_setTerms_areKept() public {
        Terms memory terms = defaultTerms();
        terms.missPenalty = 7;
        terms.benchmarkModelId = benchmarkId;
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.TermsSet(address(vault), terms);
        setTerms(terms);
        assertEq(abi.encode(inferences.terms(address(vault))), abi.encode(terms));
        assertEq(inferences.currentEpoch(address(vault)), epochNow());
    }

    function test_setTerms_ceilings() public {
        Terms memory terms = defaultTerms();
        terms.minDelaySeconds = 11;
        refuse(terms, outOfRange("minDelaySeconds", 11, 12, 3600));
        terms.minDelaySeconds = 3601;
        refuse(terms, outOfRange("minDelaySeconds", 3601, 12, 3600));
        terms.minDelaySeconds = 12;
        terms.revealWindowSeconds = 59;
        refuse(terms, outOfRange("revealWindowSeconds", 59, 60, 3587));
        terms.revealWindowSeconds = 3588;
        refuse(terms, outOfRange("revealWindowSeconds", 3588, 60, 3587));
        terms.revealWindowSeconds = 3587;
        terms.challengeWindowSeconds = 599;
        refuse(terms, outOfRange("challengeWindowSeconds", 599, 600, 7 days));
        terms.challengeWindowSeconds = 7 days + 1;
        refuse(terms, outOfRange("challengeWindowSeconds", 7 days + 1, 600, 7 days));
        terms.challengeWindowSeconds = 600;
        terms.attestedMaxLossBps = 51;
        refuse(terms, outOfRange("attestedMaxLossBps", 51, 0, 50));
        terms.attestedMaxLossBps = 50;
        terms.attestedBandX16 = 4 * 65_536 + 1;
        refuse(terms, outOfRange("attestedBandX16", 4 * 65_536 + 1, 0, 4 * 65_536));
        terms.attestedBandX16 = 4 * 65_536;
        terms.attestedCooldownSeconds = 1799;
        refuse(terms, outOfRange("attestedCooldownSeconds", 1799, 1800, 30 days));
        terms.attestedCooldownSeconds = 30 days + 1;
        refuse(terms, outOfRange("attestedCooldownSeconds", 30 days + 1, 1800, 30 days));
        terms.attestedCooldownSeconds = 1800;
        setTerms(terms);
    }

    /// Epochs of ten minutes: a delay of an hour leaves no second for the reveal.
    function test_setTerms_revealEndsWithinAnEpoch() public {
        vault = newVault();
        Terms memory terms = defaultTerms();
        terms.oracle = address(newOracle(600, 6, 64));
        refuse(terms, outOfRange("revealWindowSeconds", 600, 60, 539));
        terms.minDelaySeconds = 3600;
        refuse(terms, outOfRange("revealWindowSeconds", 600, 60, 0));
        terms.minDelaySeconds = 60;
        terms.revealWindowSeconds = 539;
        setTerms(terms);
    }

    function test_setTerms_oracleOfAnotherPool() public {
        address itsPool = address(pool);
        createPool(500, 18, 6, 0);
        Terms memory terms = defaultTerms();
        terms.oracle = address(newOracle(HOUR, 12, 64));
        refuse(
            terms,
            abi.encodeWithSelector(
                IInferenceErrors.OracleOfAnotherPool.selector, address(pool), itsPool
            )
        );
    }

    /// Epochs are numbered, and models made, for one grid.
    function test_setTerms_gridStays() public {
        Terms memory terms = defaultTerms();
        terms.oracle = address(newOracle(HOUR / 2, 12, 128));
        refuse(terms, outOfRange("epochSeconds", 1800, 3600, 3600));
        terms.oracle = address(newOracle(HOUR, 6, 64));
        refuse(terms, outOfRange("cells", 6, 12, 12));
    }

    /// A mean of 24 before, a horizon of 2, two hours of challenge and 8 to spare.
    function test_setTerms_oracleKeepsWhatDisputesAndScoresNeed() public {
        Terms memory terms = defaultTerms();
        terms.oracle = address(newOracle(HOUR, 12, 35));
        refuse(terms, outOfRange("ringLength", 35, 36, 65_536));
        terms.oracle = address(newOracle(HOUR, 12, 36));
        setTerms(terms);
        terms.challengeWindowSeconds += 1;
        refuse(terms, outOfRange("ringLength", 36, 37, 65_536));
    }

    function test_setTerms_benchmark_isOneThatAnyoneCanRun() public {
        Terms memory terms = defaultTerms();
        bytes memory unusable =
            abi.encodeWithSelector(IInferenceErrors.ModelUnusable.selector, "benchmark");
        terms.benchmarkModelId = attested;
        refuse(terms, unusable);
        terms.benchmarkModelId = proved;
        refuse(terms, unusable);
        terms.benchmarkModelId = 99;
        refuse(terms, abi.encodeWithSelector(IInferenceErrors.UnknownModel.selector, 99));
        terms.benchmarkModelId = optimistic;
        setTerms(terms);
        address other = address(newVault());
        vm.prank(timelock);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceErrors.ModelOfAnotherVault.selector, optimistic, other)
        );
        inferences.setTerms(other, terms);
    }

    // Models

    function test_addModel_countsOverAllVaults() public {
        uint32 count = inferences.modelCount();
        address other = address(newVault());
        vm.startPrank(timelock);
        inferences.setTerms(other, defaultTerms());
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.ModelAdded(
            other, count + 1, Tier.Attested, address(0), keccak256("other")
        );
        inferences.addModel(other, Tier.Attested, address(0), keccak256("other"));
        vm.stopPrank();
        Model memory added = inferences.model(count + 1);
        assertEq(added.vault, other);
        assertEq(uint8(added.tier), uint8(Tier.Attested));
        assertEq(uint8(added.status), uint8(ModelStatus.Active));
        assertEq(added.modelHash, keccak256("other"));
    }

    function test_addModel_ofNoEnrolledVault() public {
        address other = address(newVault());
        vm.prank(timelock);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.addModel(other, Tier.Attested, address(0), keccak256("other"));
    }

    function test_addModel_needsItsTiersImplementation() public {
        bytes32 modelHash = model.modelHash();
        refuseModel(Tier.None, address(model), modelHash, "tier");
        refuseModel(Tier.Attested, address(model), modelHash, "implementation");
        refuseModel(Tier.Attested, address(0), bytes32(0), "modelHash");
        refuseModel(Tier.Recomputed, address(0), modelHash, "implementation");
        refuseModel(Tier.Optimistic, stranger, modelHash, "implementation");
        refuseModel(Tier.Proved, address(0), modelHash, "implementation");
        refuseModel(Tier.Recomputed, address(model), keccak256("x"), "modelHash");
        // Neither a model nor a verifier.
        vm.prank(timelock);
        vm.expectRevert();
        inferences.addModel(address(vault), Tier.Proved, address(token0), modelHash);
    }

    function test_addModel_needsItsGridAndTarget() public {
        refuseAnswer(IQuantizedModel.target.selector, 1, "target");
        refuseAnswer(IQuantizedModel.epochSeconds.selector, 1800, "epochSeconds");
        refuseAnswer(IQuantizedModel.cellsPerEpoch.selector, 6, "cellsPerEpoch");
        refuseAnswer(IQuantizedModel.horizonEpochs.selector, 0, "horizonEpochs");
        bytes memory spec = new bytes(23);
        vm.mockCall(address(model), abi.encodeCall(model.featureSpec, ()), abi.encode(spec));
        refuseModel(Tier.Recomputed, address(model), model.modelHash(), "featureSpec");
    }

    function refuseAnswer(bytes4 question, uint256 answer, string memory why) private {
        vm.mockCall(address(model), abi.encodeWithSelector(question), abi.encode(answer));
        refuseModel(Tier.Recomputed, address(model), model.modelHash(), why);
        vm.clearMockedCalls();
    }

    /// 64 kept: 52 forward and back, 2 of challenge, 8 to spare are one less.
    function test_addModel_fitsWhatTheOracleKeeps() public {
        addWindow(50, 4);
        addWindow(29, 25);
        QuantizedModel deep = new QuantizedModel(windowed(51, 4));
        bytes32 modelHash = deep.modelHash();
        vm.prank(timelock);
        vm.expectRevert(outOfRange("ringLength", 64, 65, 65_536));
        inferences.addModel(address(vault), Tier.Optimistic, address(deep), modelHash);
        // The average needs 24 whatever the model does.
        deep = new QuantizedModel(windowed(1, 31));
        modelHash = deep.modelHash();
        vm.prank(timelock);
        vm.expectRevert(outOfRange("ringLength", 64, 65, 65_536));
        inferences.addModel(address(vault), Tier.Optimistic, address(deep), modelHash);
    }

    function addWindow(uint16 window, uint16 horizon) private {
        QuantizedModel deep = new QuantizedModel(windowed(window, horizon));
        bytes32 modelHash = deep.modelHash();
        vm.prank(timelock);
        inferences.addModel(address(vault), Tier.Optimistic, address(deep), modelHash);
    }

    function windowed(uint16 window, uint16 horizon) private pure returns (bytes memory) {
        uint16[] memory windows = new uint16[](1);
        windows[0] = window;
        return TestModels.linear(windows, 1, horizon, 0);
    }

    // Roles

    function test_onlyTheVaultsTimelock() public {
        address[3] memory others = [guardian, keeper, stranger];
        for (uint256 i; i < 3; ++i) {
            bytes memory reason = abi.encodeWithSelector(
                IInferenceErrors.NotTimelock.selector, address(vault), others[i]
            );
            vm.startPrank(others[i]);
            vm.expectRevert(reason);
            inferences.setTerms(address(vault), defaultTerms());
            vm.expectRevert(reason);
            inferences.addModel(address(vault), Tier.Attested, address(0), keccak256("x"));
            vm.expectRevert(reason);
            inferences.allowKeeper(address(vault), stranger);
            vm.stopPrank();
        }
    }

    function test_onlyTimelockOrGuardianRevoke() public {
        address[2] memory others = [keeper, stranger];
        for (uint256 i; i < 2; ++i) {
            bytes memory reason = abi.encodeWithSelector(
                IInferenceErrors.NotGuardian.selector, address(vault), others[i]
            );
            vm.startPrank(others[i]);
            vm.expectRevert(reason);
            inferences.revokeKeeper(address(vault), keeper);
            vm.expectRevert(reason);
            inferences.revokeModel(recomputed);
            vm.stopPrank();
        }
        vm.prank(guardian);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.KeeperSet(address(vault), keeper, false, guardian);
        inferences.revokeKeeper(address(vault), keeper);
        assertFalse(accountOf(keeper).allowed);
        vm.prank(timelock);
        inferences.revokeKeeper(address(vault), rival);
        assertFalse(accountOf(rival).allowed);
    }

    function test_revokedModel_staysRevoked() public {
        vm.prank(guardian);
        vm.expectEmit(address(inferences));
        emit IInferenceRegistry.ModelRevoked(address(vault), recomputed, guardian);
        inferences.revokeModel(recomputed);
        assertEq(uint8(inferences.model(recomputed).status), uint8(ModelStatus.Revoked));
        vm.prank(timelock);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceErrors.ModelNotActive.selector, recomputed, ModelStatus.Revoked
            )
        );
        inferences.revokeModel(recomputed);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.UnknownModel.selector, 77));
        inferences.revokeModel(77);
    }

    function test_allowKeeper_ofNoEnrolledVault() public {
        address other = address(newVault());
        vm.prank(timelock);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.allowKeeper(other, keeper);
        vm.expectRevert(abi.encodeWithSelector(IInferenceErrors.VaultNotEnrolled.selector, other));
        inferences.currentEpoch(other);
    }
}
