// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// Shares the fees of vaults between their keepers and a beneficiary: the fee recipient of any number of
/// vaults. What a vault mints to it is split as it arrives; keepers are paid per revealed epoch out of their
/// part, and never out of the other.
interface IKeeperPay {
    event PaySet(
        address indexed vault, address beneficiary, uint16 keepersBps, uint128 sharesPerReveal
    );
    event KeeperPaid(
        address indexed vault, address indexed keeper, uint256 shares, uint256 reveals
    );
    event BeneficiaryPaid(address indexed vault, address indexed beneficiary, uint256 shares);

    error NotTimelock(address vault, address caller);
    error KeepersPartTooLarge(uint256 keepersBps, uint256 ceiling);
    error ZeroAddress(string what);
    error PayNotSet(address vault);

    /// Timelock of the vault. Reveals that have not been paid for are paid at the new rate.
    function setPay(address vault, address beneficiary, uint16 keepersBps, uint128 sharesPerReveal)
        external;
    /// Pays a keeper for its reveals since the last time, as far as the keepers' part goes. Anyone.
    function payKeeper(address vault, address keeper) external returns (uint256 shares);
    /// Pays the beneficiary its part. Anyone.
    function payBeneficiary(address vault) external returns (uint256 shares);

    /// What {payKeeper} would pay out of the fees that are there already, and the reveals it would pay for.
    function due(address vault, address keeper)
        external
        view
        returns (uint256 shares, uint256 reveals);
    /// Shares of a vault that are there for keepers and for the beneficiary.
    function pots(address vault) external view returns (uint256 keepers, uint256 beneficiary);
    function pay(address vault)
        external
        view
        returns (address beneficiary, uint16 keepersBps, uint128 sharesPerReveal);
    function registry() external view returns (address);
}
