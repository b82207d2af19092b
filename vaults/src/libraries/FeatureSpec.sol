// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// One of the features that `featureKinds` of libs/forecast defines, by its place there, and the constants
/// that a model standardises it with.
struct FeatureItem {
    uint256 code;
    /// Epochs.
    uint256 window;
    int256 mean;
    int256 multiplier;
    uint256 shift;
}

/// Lists of features as model files have them: 11 bytes each, big endian: code (1), window (2), mean (4,
/// signed), multiplier (3), shift (1).
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
    function at(bytes calldata spec, uint256 index)
        internal
        pure
        returns (FeatureItem memory item)
    {
        uint256 begin = index * ITEM_BYTES;
        uint256 bits = uint88(bytes11(spec[begin:begin + ITEM_BYTES]));
        // Casts that cut a field out of the item.
        // forge-lint: disable-start(unsafe-typecast)
        item.code = uint8(bits >> 80);
        item.window = uint16(bits >> 64);
        item.mean = int32(uint32(bits >> 32));
        item.multiplier = int256(bits >> 8 & 0xffffff);
        item.shift = uint8(bits);
        // forge-lint: disable-end(unsafe-typecast)
        checkRanges(item);
    }

    /// `clamp(((raw − mean) · multiplier) >> shift, −32768, 32767)`, with `>>` rounding down.
    function standardise(FeatureItem memory item, int256 raw) internal pure returns (int16) {
        int256 scaled = ((raw - item.mean) * item.multiplier) >> item.shift;
        if (scaled < type(int16).min) return type(int16).min;
        if (scaled > type(int16).max) return type(int16).max;
        // forge-lint: disable-next-line(unsafe-typecast)
        return int16(scaled);
    }

    /// 2^14 · sin(hour · 2π / 24), rounded to nearest, of any hour.
    function hourSineX14(uint256 hour) internal pure returns (int256) {
        uint256 quarter = hour % 24 / 6;
        uint256 step = quarter % 2 == 0 ? hour % 6 : 6 - hour % 6;
        // 16 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 sine = int256(QUARTER_SINES_X14 >> (16 * step) & 0xffff);
        return quarter < 2 ? sine : -sine;
    }

    function checkRanges(FeatureItem memory item) private pure {
        if (item.code > HOUR_COS) revert UnknownFeature(item.code);
        bool isHour = item.code >= HOUR_SIN;
        bool isMean = item.code == LOG_VARIANCE_MEAN || item.code == LOG_MEAN_VARIANCE;
        if (item.window > (isHour ? 0 : MAX_WINDOW) || (isMean && item.window == 0)) {
            revert WindowOutOfRange(item.code, item.window);
        }
        if (item.shift > MAX_SHIFT) revert ShiftOutOfRange(item.shift);
    }
}
