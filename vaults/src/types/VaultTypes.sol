// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// A range that the vault holds; `tickLower` ≤ tick < `tickUpper`. One storage slot.
struct Position {
    int24 tickLower;
    int24 tickUpper;
    /// What the vault itself minted: anyone can mint into the pool's record of this position.
    uint128 liquidity;
}

/// Everything that bounds what a keeper, an admin or a market can do to the vault. One storage slot.
/// Ceilings are in `LimitRules`.
struct Limits {
    /// Widest spread of the four prices, in ticks, at which entries, exits at a price and rebalances work.
    uint16 maxDeviationTicks;
    /// Most value that one rebalance may lose, basis points of NAV at the long TWAP.
    uint16 maxLossBps;
    /// Value that rebalances may swap per day, basis points of NAV.
    uint16 dailyTurnoverBps;
    /// Share of NAV that a rebalance leaves idle in the asset for withdrawals, basis points.
    uint16 idleTargetBps;
    /// Taken from a deposit and left to the holders, basis points.
    uint16 entryFeeBps;
    /// Share of the gain above the high-water mark, basis points.
    uint16 performanceFeeBps;
    /// Management fee, parts per million of the supply per year.
    uint16 managementFeePpm;
    /// Least seconds between two rebalances.
    uint32 cooldownSeconds;
    /// Most NAV after a deposit, raw units of the asset.
    uint112 depositCap;
}

/// Which policy turns a forecast into ranges, and its parameters. One storage slot.
struct PolicyParameters {
    /// 1 volatility-band, 2 passive.
    uint8 policyId;
    /// volatility-band: narrowest and widest half-width.
    uint24 minHalfWidthTicks;
    uint24 maxHalfWidthTicks;
    /// volatility-band: half-width in thousandths of a standard deviation over the horizon.
    uint16 widthMilliSigmas;
    /// volatility-band: epochs a range is meant to last.
    uint16 horizonEpochs;
    /// passive: ticks from the price to each bound of the base range.
    uint24 baseHalfWidthTicks;
    /// passive: width of the limit order beside the price.
    uint24 limitWidthTicks;
}

/// What a vault is created with. Everything but the last five fields is fixed for ever.
struct VaultConfig {
    address pool;
    address asset;
    address envelope;
    address rangePolicy;
    string name;
    string symbol;
    address timelock;
    address guardian;
    address registry;
    address feeRecipient;
    Limits limits;
    PolicyParameters policy;
}
