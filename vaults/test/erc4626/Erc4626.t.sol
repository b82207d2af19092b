// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Maxima} from "./base/Maxima.sol";
import {Previews} from "./base/Previews.sol";
import {RoundTrips} from "./base/RoundTrips.sol";
import {Situated} from "./base/Situated.sol";

// EIP-4626 word by word, in three situations and both orientations, with zero tolerance. The published
// suites map to the tests like this; `*` is each of deposit, mint, withdraw, redeem.
//
// a16z erc4626-tests (26)
//   asset, totalAssets, max*                  testFuzz_{open,paused,unsettled}_everyQuestionIsAnswered,
//                                             test_deadOracle_everyQuestionIsAnswered
//   convertToShares, convertToAssets          testFuzz_previewsAndConversions_areTheSameForEveryone
//   preview*, *                               testFuzz_*_isItsPreview: equal, where the suite asks for no worse
//   withdraw, redeem without approval         testFuzz_othersAssetsNeedApproval, testFuzz_othersSharesNeedApproval
//   the eight round trips                     RoundTrips.sol, the same eight
// crytic properties (36)
//   must not revert (8)                       testFuzz_*_everyQuestionIsAnswered
//   functional accounting (12)                testFuzz_*_isItsPreview
//   redeem using approval (6)                 testFuzz_others{Shares,Assets}NeedApproval
//   sender independent (6)                    testFuzz_previewsAndConversions_areTheSameForEveryone,
//                                             testFuzz_entriesAreTheSameForEveryone
//   rounding: nothing minted or taken free    testFuzz_nothingIsFree; `deposit(0)` and the like are refused by
//                                             name (test/vault), which the suite takes as free of charge too.
//                                             Its variants on internal rounding need hooks in the vault: what
//                                             they check is in test/libraries/ShareMath.t.sol
//   decimals, inflation (2)                   test_metadata, testFuzz_donationsChangeNothing
// ERCx Standard and Security (84), by group
//   EIP-20 part, events, approvals            OpenZeppelin's ERC20 is unchanged; test_anInfiniteApprovalStaysInfinite
//   previews, conversions, limits, fees       testFuzz_*_isItsPreview, test_previewsIgnoreLimits,
//                                             testFuzz_previewsAreNeverBetterThanConversions
//   maxima: possible at max, not beyond       testFuzz_*_upToItsMaximum, test_whoHasNothing_canTakeNothing
//   round trips of actions and conversions    RoundTrips.sol, testFuzz_conversionThereAndBack
//   balances, supply, value of others         testFuzz_*_isItsPreview, testFuzz_nobodyElseLoses
//   zero amounts succeed                      does not apply: the vault refuses them (ZeroShares, ZeroAssets),
//                                             as the EIP allows
//   `max` is 2^256 - 1 when unlimited         does not apply: there is always a cap
// Previews may revert where the action would for reasons other than limits: without settled prices they do,
// by the same name (test/vault/Oracle.t.sol). While paused they answer.
//
// 64 runs in each of the six make 384 of each property.

/// forge-config: default.fuzz.runs = 64
contract IdleInToken0Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.AllIdle, false) {}
}

/// forge-config: default.fuzz.runs = 64
contract IdleInToken1Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.AllIdle, true) {}
}

/// forge-config: default.fuzz.runs = 64
contract CalmInToken0Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.HalfPlacedCalm, false) {}
}

/// forge-config: default.fuzz.runs = 64
contract CalmInToken1Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.HalfPlacedCalm, true) {}
}

/// forge-config: default.fuzz.runs = 64
contract TradedInToken0Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.HalfPlacedTraded, false) {}
}

/// forge-config: default.fuzz.runs = 64
contract TradedInToken1Test is Previews, RoundTrips, Maxima {
    constructor() Situated(Situation.HalfPlacedTraded, true) {}
}
