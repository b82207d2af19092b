// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FeatureOracle} from "../../../src/FeatureOracle.sol";
import {InferenceRegistry} from "../../../src/InferenceRegistry.sol";
import {PriceEnvelope} from "../../../src/PriceEnvelope.sol";
import {QuantizedModel} from "../../../src/QuantizedModel.sol";
import {RangePolicy} from "../../../src/RangePolicy.sol";
import {StrategyVault} from "../../../src/StrategyVault.sol";
import {RecordAverage} from "../../../src/libraries/RecordAverage.sol";
import {
    CommitTimes,
    Entry,
    Inference,
    KeeperAccount,
    KeeperRecord,
    Outcome,
    Output,
    Terms,
    Tier
} from "../../../src/types/InferenceTypes.sol";
import {Limits, PolicyParameters, VaultConfig} from "../../../src/types/VaultTypes.sol";
import {RealPool} from "../RealPool.sol";
import {SignedVerifier} from "./SignedVerifier.sol";
import {TestModels} from "./TestModels.sol";

/// The real registry, vault, oracle and models on a real pool: hours of 12 cells, nine of them recorded, a
/// model of each tier, two keepers with bonds, one minute into an hour.
abstract contract RegistryFixture is RealPool {
    uint256 internal constant HOUR = 3600;
    uint256 internal constant SIGNER_KEY = 0x516;
    uint256 internal constant WHOLE = 1e6;
    uint96 internal constant PENALTY = 25e6;
    uint32 internal constant DELAY = 60;
    uint32 internal constant WINDOW = 600;
    uint32 internal constant CHALLENGE = 2 hours;

    InferenceRegistry internal inferences;
    FeatureOracle internal oracle;
    QuantizedModel internal model;
    QuantizedModel internal benchmark;
    SignedVerifier internal verifier;
    uint32 internal recomputed;
    uint32 internal optimistic;
    uint32 internal proved;
    uint32 internal attested;
    uint32 internal benchmarkId;

    StrategyVault internal vault;
    address internal envelope;
    address internal rangePolicy;
    address internal timelock = makeAddr("timelock");
    address internal guardian = makeAddr("guardian");
    address internal holder = makeAddr("holder");
    address internal keeper = makeAddr("keeper");
    address internal rival = makeAddr("rival");
    address internal stranger = makeAddr("stranger");

    function createRegistry() internal {
        createMarket();
        inferences = new InferenceRegistry();
        vault = newVault();
        oracle = newOracle(HOUR, 12, 64);
        // The oracle begins with the first whole hour that the pool remembers.
        passHour();
        passHours(9);
        enrol();
    }

    /// A token of 18 decimals against dollars of 6, which are the asset, at about one to one.
    function createMarket() internal {
        createPool(3000, 18, 6, -276_324);
        addFullRange(1e19);
        growHistory(1860);
        pool.increaseObservationCardinalityNext(60);
        envelope = address(new PriceEnvelope());
        if (rangePolicy == address(0)) rangePolicy = address(new RangePolicy());
    }

    function newOracle(uint256 epochSeconds, uint256 cells, uint256 ringLength)
        internal
        returns (FeatureOracle)
    {
        return new FeatureOracle(address(pool), epochSeconds, cells, ringLength);
    }

    /// With a deposit of 60,000.
    function newVault() internal returns (StrategyVault created) {
        created = new StrategyVault(vaultConfig());
        token1.mint(holder, 60_000 * WHOLE);
        vm.startPrank(holder);
        token1.approve(address(created), 60_000 * WHOLE);
        created.deposit(60_000 * WHOLE, holder);
        vm.stopPrank();
    }

    function vaultConfig() internal view returns (VaultConfig memory) {
        return VaultConfig({
            pool: address(pool),
            asset: address(token1),
            envelope: envelope,
            rangePolicy: rangePolicy,
            name: "Tickwise vault",
            symbol: "tw",
            timelock: timelock,
            guardian: guardian,
            registry: address(inferences),
            feeRecipient: address(0xFEE),
            limits: Limits({
                maxDeviationTicks: 100,
                maxLossBps: 50,
                dailyTurnoverBps: 10_000,
                idleTargetBps: 500,
                entryFeeBps: 5,
                performanceFeeBps: 1_000,
                managementFeePpm: 10_000,
                cooldownSeconds: 30 minutes,
                depositCap: 1e30
            }),
            policy: PolicyParameters(2, 0, 0, 0, 0, 1_200, 600)
        });
    }

    function enrol() internal {
        model = new QuantizedModel(TestModels.small(40));
        benchmark = new QuantizedModel(TestModels.small(30));
        verifier = new SignedVerifier(vm.addr(SIGNER_KEY), model.featureSpec());
        vm.startPrank(timelock);
        inferences.setTerms(address(vault), defaultTerms());
        recomputed = add(Tier.Recomputed, address(model), model.modelHash());
        optimistic = add(Tier.Optimistic, address(model), model.modelHash());
        proved = add(Tier.Proved, address(verifier), keccak256("weights"));
        attested = add(Tier.Attested, address(0), keccak256("private"));
        benchmarkId = add(Tier.Recomputed, address(benchmark), benchmark.modelHash());
        inferences.allowKeeper(address(vault), keeper);
        inferences.allowKeeper(address(vault), rival);
        vm.stopPrank();
        addBond(keeper, 10_000 * WHOLE);
        addBond(rival, 10_000 * WHOLE);
    }

    function add(Tier tier, address implementation, bytes32 modelHash) internal returns (uint32) {
        return inferences.addModel(address(vault), tier, implementation, modelHash);
    }

    function defaultTerms() internal view returns (Terms memory) {
        return Terms({
            oracle: address(oracle),
            minDelaySeconds: DELAY,
            revealWindowSeconds: WINDOW,
            challengeWindowSeconds: CHALLENGE,
            missPenalty: PENALTY,
            attestedMaxLossBps: 10,
            attestedBandX16: 1 << 16,
            attestedCooldownSeconds: 3 hours,
            benchmarkModelId: 0
        });
    }

    function setTerms(Terms memory terms) internal {
        vm.prank(timelock);
        inferences.setTerms(address(vault), terms);
    }

    function addBond(address to, uint256 amount) internal {
        token1.mint(to, amount);
        vm.startPrank(to);
        token1.approve(address(inferences), amount);
        inferences.addBond(address(vault), to, amount);
        vm.stopPrank();
    }

    // Time

    /// Hours of trades, each recorded once it is over.
    function passHours(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            passHour();
            oracle.poke();
        }
    }

    /// A trade in each cell, to and fro. Ends a minute into the next hour.
    function passHour() internal {
        int24 home = tickNow();
        int24 step = int24(int256(4 + vm.getBlockTimestamp() / HOUR % 5));
        uint256 end = (vm.getBlockTimestamp() / HOUR + 1) * HOUR;
        for (uint256 j; vm.getBlockTimestamp() + 300 < end; ++j) {
            skipTime(300);
            swapToTick(j % 2 == 0 ? home + step : home);
        }
        skipTime(end + 60 - vm.getBlockTimestamp());
    }

    function epochNow() internal view returns (uint32) {
        return uint32(vm.getBlockTimestamp() / HOUR);
    }

    // Inferences

    /// What a model of the tiers that anyone can run says now, and that it should be traded on.
    function honest() internal view returns (Output memory) {
        return Output(model.infer(featuresNow()), true);
    }

    function featuresNow() internal view returns (int16[] memory) {
        return oracle.features(model.featureSpec(), epochNow() - 1);
    }

    /// Everything as it is now.
    function inferenceOf(address by, uint32 modelId, Output memory output)
        internal
        view
        returns (Inference memory)
    {
        bool isAttested = modelId == attested;
        return Inference({
            vault: address(vault),
            keeper: by,
            modelId: modelId,
            modelHash: inferences.model(modelId).modelHash,
            featureHash: isAttested ? keccak256("features") : keccak256(abi.encode(featuresNow())),
            extraDataHash: isAttested ? keccak256("candles") : bytes32(0),
            outputHash: keccak256(abi.encode(output)),
            policyId: inferences.policyIdOf(address(vault)),
            stateHash: inferences.stateHashOf(address(vault)),
            epoch: epochNow(),
            observedBlock: uint64(vm.getBlockNumber() - 1),
            observedBlockHash: blockhash(vm.getBlockNumber() - 1),
            nonce: inferences.account(address(vault), by).nextNonce,
            validAfter: uint40(vm.getBlockTimestamp() + DELAY),
            deadline: uint40(vm.getBlockTimestamp() + DELAY + WINDOW),
            salt: keccak256(abi.encode(by, vm.getBlockTimestamp()))
        });
    }

    function timesOf(Inference memory inference) internal pure returns (CommitTimes memory) {
        return CommitTimes({
            epoch: inference.epoch,
            nonce: inference.nonce,
            validAfter: inference.validAfter,
            deadline: inference.deadline,
            observedBlock: inference.observedBlock
        });
    }

    function commit(Inference memory inference) internal returns (bytes32 id) {
        id = inferences.digestOf(inference);
        vm.prank(inference.keeper);
        inferences.commit(inference.vault, id, timesOf(inference));
    }

    /// Commits now and waits until it can be revealed.
    function committed(address by, uint32 modelId, Output memory output)
        internal
        returns (Inference memory inference)
    {
        inference = inferenceOf(by, modelId, output);
        commit(inference);
        skipTime(DELAY);
    }

    function reveal(Inference memory inference, Output memory output, bool execute)
        internal
        returns (Outcome)
    {
        bytes memory proof = inference.modelId == proved ? proofOf(inference, output) : bytes("");
        vm.prank(inference.keeper);
        return inferences.reveal(inference, output, execute, proof);
    }

    function proofOf(Inference memory inference, Output memory output)
        internal
        view
        returns (bytes memory)
    {
        bytes32 signed = verifier.statement(
            inference.modelHash,
            inference.featureHash,
            output.forecastX16,
            inferences.digestOf(inference)
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SIGNER_KEY, signed);
        return abi.encodePacked(r, s, v);
    }

    /// The call is refused with exactly this.
    function refuseReveal(
        Inference memory inference,
        Output memory output,
        bool execute,
        bytes memory reason
    ) internal {
        refuseReveal(inference.keeper, inference, output, execute, reason);
    }

    function refuseReveal(
        address by,
        Inference memory inference,
        Output memory output,
        bool execute,
        bytes memory reason
    ) internal {
        bytes memory proof = inference.modelId == proved ? proofOf(inference, output) : bytes("");
        vm.prank(by);
        vm.expectRevert(reason);
        inferences.reveal(inference, output, execute, proof);
    }

    /// What a keeper of an attested model may trade on: the pool's own average.
    function average() internal view returns (Output memory) {
        int256 averageX16 = RecordAverage.logVarianceX16Down(oracle, epochNow() - 1);
        return Output(int32(averageX16), true);
    }

    function outputOf(uint32 modelId) internal view returns (Output memory) {
        return modelId == attested ? average() : honest();
    }

    // Answers

    function accountOf(address of_) internal view returns (KeeperAccount memory) {
        return inferences.account(address(vault), of_);
    }

    function recordOf(address of_) internal view returns (KeeperRecord memory) {
        return inferences.record(address(vault), of_);
    }

    function entryOf(Inference memory inference) internal view returns (Entry memory) {
        return inferences.entry(inferences.digestOf(inference));
    }
}
