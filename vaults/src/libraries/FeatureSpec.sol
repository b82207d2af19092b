// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// One of the features that `featureKinds` of libs/forecast defines, and the constants that a model
/// standardises it with, as its 11 bytes: code (1), window in epochs (2), mean (4, signed), multiplier (3),
/// shift (1), big endian.
type FeatureItem is uint256;

using FeatureSpec for FeatureItem global;

/// Lists of features as model files have them: {FeatureItem}s, one after the other.
library FeatureSpec {
    error SpecLength(uint256 length);
    error UnknownFeature(uint256 code);
    error WindowOutOfRange(uint256 code, uint256 window);
    error ShiftOutOfRange(uint256 shift);

    uint256 internal constant LOG_VARIANCE_LAG = 0;
    uint256 internal constant LOG_VARIANCE_MEAN = 1;
    uint256 internal constant LOG_MEAN_VARIANCE = 2;
    uint256 internal constant DRIFT = 3;
    uint256 internal constant HOUR_SIN = 4;
    uint256 internal constant HOUR_COS = 5;

    uint256 private constant ITEM_BYTES = 11;
    uint256 private constant MAX_WINDOW = 1000;
    uint256 private constant MAX_SHIFT = 40;
    /// 2^14 · sin(hour · 2π / 24) of the hours 0 … 6, 16 bits each, hour 0 lowest.
    uint256 private constant QUARTER_SINES_X14 = 0x40003dd2376d2d41200010900000;

    function count(bytes calldata spec) internal pure returns (uint256) {
        if (spec.length % ITEM_BYTES != 0) revert SpecLength(spec.length);
        return spec.length / ITEM_BYTES;
    }

    /// Reverts for a feature that no epoch has.
    /// @param index below {count}
    /// @return item what it is standardised with
    /// @return code its place in `featureKinds`
    /// @return window epochs
    function at(bytes calldata spec, uint256 index)
        internal
        pure
        returns (FeatureItem item, uint256 code, uint256 window)
    {
        uint256 bits;
        assembly ("memory-safe") {
            bits := shr(168, calldataload(add(spec.offset, mul(index, ITEM_BYTES))))
        }
        (item, code, window) = (FeatureItem.wrap(bits), bits >> 80, bits >> 64 & 0xffff);
        uint256 shift = bits & 0xff;
        uint256 fewest = code == LOG_VARIANCE_MEAN || code == LOG_MEAN_VARIANCE ? 1 : 0;
        uint256 most = code < HOUR_SIN ? MAX_WINDOW : 0;
        if (code > HOUR_COS) revert UnknownFeature(code);
        if (window > most || window < fewest) revert WindowOutOfRange(code, window);
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
    }

    // Casts that cut a field out of the item, and of what was clamped.
    // forge-lint: disable-start(unsafe-typecast)

    /// `clamp(((raw − mean) · multiplier) >> shift, −32768, 32767)`, with `>>` rounding down.
    function standardise(FeatureItem self, int256 raw) internal pure returns (int16) {
        uint256 item = FeatureItem.unwrap(self);
        int256 scaled;
        unchecked {
            // Below 2^34 and 2^24.
            scaled = (raw - int32(uint32(item >> 32))) * int256(uint256(uint24(item >> 8)));
        }
        scaled >>= uint8(item);
        if (scaled < type(int16).min) return type(int16).min;
        if (scaled > type(int16).max) return type(int16).max;
        return int16(scaled);
    }

    // forge-lint: disable-end(unsafe-typecast)

    /// 2^14 · sin(hour · 2π / 24), rounded to nearest, of any hour.
    function hourSineX14(uint256 hour) internal pure returns (int256) {
        uint256 quarter = hour % 24 / 6;
        uint256 step = quarter % 2 == 0 ? hour % 6 : 6 - hour % 6;
        // 16 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 sine = int256(QUARTER_SINES_X14 >> (16 * step) & 0xffff);
        return quarter < 2 ? sine : -sine;
    }
}
