// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";
import {RiskTimelock} from "../../src/RiskTimelock.sol";

contract RiskTimelockTest is Test {
    address private proposer = makeAddr("proposer");
    RiskTimelock private timelock;

    function setUp() public {
        vm.warp(1_700_000_000);
        timelock = create(2 days);
    }

    function testFuzz_shortDelayIsRefusedAtConstruction(uint256 delay) public {
        delay = bound(delay, 0, 2 days - 1);
        vm.expectRevert(abi.encodeWithSelector(RiskTimelock.DelayTooShort.selector, delay, 2 days));
        create(delay);
    }

    function test_delayIsWhatWasGiven() public {
        assertEq(timelock.getMinDelay(), 2 days);
        assertEq(create(9 days).getMinDelay(), 9 days);
    }

    function test_proposalWithAShorterDelayIsRefused() public {
        vm.prank(proposer);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockInsufficientDelay.selector, 2 days - 1, 2 days
            )
        );
        timelock.schedule(address(this), 0, "", 0, 0, 2 days - 1);
    }

    function test_proposalCannotShortenTheDelay() public {
        bytes memory call = abi.encodeCall(timelock.updateDelay, (2 days - 1));
        propose(call);
        vm.expectRevert(
            abi.encodeWithSelector(RiskTimelock.DelayTooShort.selector, 2 days - 1, 2 days)
        );
        timelock.execute(address(timelock), 0, call, 0, 0);
        assertEq(timelock.getMinDelay(), 2 days);
    }

    function test_proposalCanLengthenTheDelayAndComeBack() public {
        bytes memory longer = abi.encodeCall(timelock.updateDelay, (7 days));
        propose(longer);
        timelock.execute(address(timelock), 0, longer, 0, 0);
        assertEq(timelock.getMinDelay(), 7 days);
        bytes memory shorter = abi.encodeCall(timelock.updateDelay, (2 days));
        propose(shorter);
        timelock.execute(address(timelock), 0, shorter, 0, 0);
        assertEq(timelock.getMinDelay(), 2 days);
    }

    function test_nobodyUpdatesTheDelayDirectly() public {
        vm.prank(proposer);
        vm.expectRevert(
            abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, proposer)
        );
        timelock.updateDelay(3 days);
    }

    function test_nothingRunsBeforeItsDelay() public {
        bytes memory call = abi.encodeCall(timelock.updateDelay, (3 days));
        uint256 delay = timelock.getMinDelay();
        vm.prank(proposer);
        timelock.schedule(address(timelock), 0, call, 0, 0, delay);
        skip(delay - 1);
        vm.expectRevert();
        timelock.execute(address(timelock), 0, call, 0, 0);
        skip(1);
        timelock.execute(address(timelock), 0, call, 0, 0);
    }

    function create(uint256 delay) private returns (RiskTimelock) {
        address[] memory proposers = new address[](1);
        proposers[0] = proposer;
        return new RiskTimelock(delay, proposers, new address[](1), address(0));
    }

    function propose(bytes memory call) private {
        uint256 delay = timelock.getMinDelay();
        vm.prank(proposer);
        timelock.schedule(address(timelock), 0, call, 0, 0, delay);
        skip(delay);
    }
}
