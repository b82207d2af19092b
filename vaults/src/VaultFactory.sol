// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {RiskTimelock} from "./RiskTimelock.sol";
import {TokenExaminer} from "./factory/TokenExaminer.sol";
import {IPriceEnvelope} from "./interfaces/IPriceEnvelope.sol";
import {IStrategyVault} from "./interfaces/IStrategyVault.sol";
import {IVaultFactory, TimelockTerms} from "./interfaces/IVaultFactory.sol";
import {VaultConfig} from "./types/VaultTypes.sol";

/// Creates vaults, and refuses to where something is wrong from the start.
///
/// A vault that `isVault` knows
/// - has the code whose hash this factory was made with, and the envelope and the policies that go with it;
/// - works in a pool of the canonical Uniswap v3 factory, whose oracle reached back 30 minutes at creation
///   and has the slots to do so for ever;
/// - takes an asset of that pool; both tokens moved exactly what they were told to (`TokenExaminer`);
/// - is governed by a `RiskTimelock` of its own, made in the creation's transaction: its constructor ran,
///   nobody administers it, and nothing could be proposed there before. Who may propose is the creator's
///   choice;
/// - has a seed of shares that belong to nobody, in the creation's transaction.
///
/// Both addresses follow from this factory, the codes, the configuration, the timelock's terms and the
/// salt, so whoever creates a vault first creates the same one. The factory has no owner, keeps no tokens, and can do nothing to a
/// vault afterwards.
contract VaultFactory is TokenExaminer, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// Nobody's, and known as that.
    address public constant SEED_OWNER = 0x000000000000000000000000000000000000dEaD;
    /// An oracle writes at most once per second, so no pool needs more for its 30 minutes.
    uint16 private constant MOST_CARDINALITY = 1801;
    /// Together with one for now, the least that can hold a mean.
    uint16 private constant LEAST_CARDINALITY = 2;
    /// A slot costs some 22,000 gas; this many fit into a transaction everywhere.
    uint16 private constant SLOTS_PER_CALL = 400;

    address public immutable uniswapFactory;
    address public immutable envelope;
    address public immutable rangePolicy;
    bytes32 public immutable vaultCodeHash;
    uint16 public immutable minCardinality;

    /// What a creation is going to deploy, and where.
    struct Deployment {
        address vault;
        address timelock;
        bytes vaultCode;
        bytes timelockCode;
        bytes32 timelockSalt;
        VaultConfig config;
    }

    mapping(address vault => bool) public isVault;
    mapping(address timelock => bool) public isTimelock;

    /// @param vaultCodeHash_ of the creation code, libraries linked, without constructor arguments
    /// @param minCardinality_ observations that 30 minutes can take: 1800 / seconds per block, rounded up,
    /// and one more for the one that is older; 1801 where blocks are shorter than a second
    constructor(
        address uniswapFactory_,
        address envelope_,
        address rangePolicy_,
        bytes32 vaultCodeHash_,
        uint16 minCardinality_
    ) {
        uniswapFactory = nonZero(uniswapFactory_, "uniswapFactory");
        envelope = nonZero(envelope_, "envelope");
        rangePolicy = nonZero(rangePolicy_, "rangePolicy");
        if (minCardinality_ < LEAST_CARDINALITY || minCardinality_ > MOST_CARDINALITY) {
            revert CardinalityOutOfRange(minCardinality_, LEAST_CARDINALITY, MOST_CARDINALITY);
        }
        vaultCodeHash = vaultCodeHash_;
        minCardinality = minCardinality_;
    }

    /// @inheritdoc IVaultFactory
    function prepare(address pool) external returns (uint16 cardinality) {
        checkPool(pool);
        (,,,, cardinality,,) = IUniswapV3Pool(pool).slot0();
        if (cardinality >= minCardinality) return cardinality;
        uint16 missing = minCardinality - cardinality;
        cardinality += missing < SLOTS_PER_CALL ? missing : SLOTS_PER_CALL;
        IUniswapV3Pool(pool).increaseObservationCardinalityNext(cardinality);
        emit PoolPrepared(pool, cardinality);
    }

    /// @inheritdoc IVaultFactory
    function createVault(
        bytes calldata creationCode,
        VaultConfig calldata config,
        TimelockTerms calldata terms,
        bytes32 salt
    ) external nonReentrant returns (address vault) {
        Deployment memory deployment = deploymentOf(creationCode, config, terms, salt);
        vault = deployment.vault;
        if (vault.code.length != 0) revert VaultExists(vault);
        checkConfig(config);
        checkOracle(config.pool);
        examine(IERC20(IUniswapV3Pool(config.pool).token0()), msg.sender);
        examine(IERC20(IUniswapV3Pool(config.pool).token1()), msg.sender);

        deployTimelock(deployment, terms);
        isVault[vault] = true;
        Create2.deploy(0, salt, deployment.vaultCode);
        (uint256 seedAssets, uint256 seedShares) = seed(vault, config.asset);
        emit VaultCreated(
            vault,
            config.pool,
            config.asset,
            msg.sender,
            IStrategyVault(vault).queue(),
            salt,
            seedAssets,
            seedShares,
            deployment.config
        );
    }

    /// @inheritdoc IVaultFactory
    function predictAddress(
        bytes calldata creationCode,
        VaultConfig calldata config,
        TimelockTerms calldata terms,
        bytes32 salt
    ) external view returns (address vault, address timelock) {
        Deployment memory deployment = deploymentOf(creationCode, config, terms, salt);
        return (deployment.vault, deployment.timelock);
    }

    /// A timelock that exists already has its vault, so this fails for none that is new.
    function deployTimelock(Deployment memory deployment, TimelockTerms calldata terms) private {
        isTimelock[deployment.timelock] = true;
        Create2.deploy(0, deployment.timelockSalt, deployment.timelockCode);
        emit TimelockCreated(
            deployment.timelock,
            deployment.vault,
            terms.delaySeconds,
            terms.proposers,
            terms.executors
        );
    }

    /// Whole in the vault or not at all.
    function seed(address vault, address asset) private returns (uint256 assets, uint256 shares) {
        assets = seedFor(asset);
        uint256 before = IERC20(asset).balanceOf(vault);
        if (!IERC20(asset).trySafeTransferFrom(msg.sender, address(this), assets)) {
            revert TokenTransferFailed(asset);
        }
        IERC20(asset).forceApprove(vault, assets);
        shares = IStrategyVault(vault).deposit(assets, SEED_OWNER);
        uint256 received = IERC20(asset).balanceOf(vault) - before;
        if (received != assets) revert SeedNotDeposited(vault, assets, received);
    }

    /// The timelock's salt is bound to the whole configuration, and the vault's code names the timelock: no
    /// two vaults share one, and nobody can take the address of either for anything else.
    function deploymentOf(
        bytes calldata creationCode,
        VaultConfig calldata config,
        TimelockTerms calldata terms,
        bytes32 salt
    ) private view returns (Deployment memory deployment) {
        bytes32 codeHash = keccak256(creationCode);
        if (codeHash != vaultCodeHash) revert WrongVaultCode(codeHash, vaultCodeHash);
        if (config.timelock != address(0)) revert TimelockGiven(config.timelock);
        deployment.timelockSalt = keccak256(abi.encode(config, salt));
        deployment.timelockCode = bytes.concat(
            type(RiskTimelock).creationCode,
            abi.encode(terms.delaySeconds, terms.proposers, terms.executors, address(0))
        );
        deployment.timelock =
            Create2.computeAddress(deployment.timelockSalt, keccak256(deployment.timelockCode));
        deployment.config = config;
        deployment.config.timelock = deployment.timelock;
        deployment.vaultCode = bytes.concat(creationCode, abi.encode(deployment.config));
        deployment.vault = Create2.computeAddress(salt, keccak256(deployment.vaultCode));
    }

    /// The rest is checked by the vault itself.
    function checkConfig(VaultConfig calldata config) private view {
        checkPool(config.pool);
        IUniswapV3Pool pool = IUniswapV3Pool(config.pool);
        if (config.asset != pool.token0() && config.asset != pool.token1()) {
            revert AssetNotInPool(config.asset, config.pool);
        }
        if (config.envelope != envelope) {
            revert NotCanonical("envelope", config.envelope, envelope);
        }
        if (config.rangePolicy != rangePolicy) {
            revert NotCanonical("rangePolicy", config.rangePolicy, rangePolicy);
        }
        nonZero(config.guardian, "guardian");
        nonZero(config.feeRecipient, "feeRecipient");
    }

    /// What the pool says of itself counts only as far as the factory confirms it.
    function checkPool(address pool) private view {
        if (pool.code.length == 0) revert NotCanonical("pool", pool, address(0));
        IUniswapV3Pool claimed = IUniswapV3Pool(pool);
        address known = IUniswapV3Factory(uniswapFactory)
            .getPool(claimed.token0(), claimed.token1(), claimed.fee());
        if (pool != known) revert NotCanonical("pool", pool, known);
    }

    function checkOracle(address pool) private view {
        (,,, uint16 cardinality,,,) = IUniswapV3Pool(pool).slot0();
        if (cardinality < minCardinality) {
            revert CardinalityTooSmall(pool, cardinality, minCardinality);
        }
        if (!IPriceEnvelope(envelope).read(pool).complete) revert PriceHistoryMissing(pool);
    }

    function nonZero(address account, string memory what) private pure returns (address) {
        if (account == address(0)) revert ZeroAddress(what);
        return account;
    }
}
