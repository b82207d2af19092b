// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC1820Registry} from "@openzeppelin/contracts/interfaces/IERC1820Registry.sol";
import {TestToken} from "../../base/TestToken.sol";

/// Keeps a part of each transfer.
contract FeeToken is TestToken {
    uint256 private immutable FEE_BPS;

    constructor(uint8 decimals_, uint256 feeBps) TestToken("FEE", decimals_) {
        FEE_BPS = feeBps;
    }

    function _update(address from, address to, uint256 amount) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : amount * FEE_BPS / 10_000;
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(0), fee);
    }
}

/// Moves a unit more or less than told, without any fee.
contract GenerousToken is TestToken {
    constructor() TestToken("MORE", 18) {}

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0)) super._update(address(0), to, 1);
    }
}

/// Exact but for transfers of one amount, of which it moves a unit more.
contract WhimsicalToken is TestToken {
    uint256 private immutable AMOUNT;

    constructor(uint256 amount) TestToken("WHIM", 18) {
        AMOUNT = amount;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (amount == AMOUNT) super._update(address(0), to, 1);
    }
}

/// Keeps balances in shares and rounds them down, as stETH does, but answers none of its questions.
contract ShareToken {
    uint8 public constant decimals = 18;
    uint256 private constant SUPPLY_SHARES = 1e24;
    uint256 public totalSupply = 1.1e24 + 7;
    mapping(address => uint256) private _shares;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        _shares[to] += amount * SUPPLY_SHARES / totalSupply + 1;
    }

    function rebase(uint256 supply) external {
        totalSupply = supply;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return move(from, to, amount);
    }

    function balanceOf(address account) external view returns (uint256) {
        return _shares[account] * totalSupply / SUPPLY_SHARES;
    }

    function move(address from, address to, uint256 amount) private returns (bool) {
        uint256 shares = amount * SUPPLY_SHARES / totalSupply;
        _shares[from] -= shares;
        _shares[to] += shares;
        return true;
    }
}

/// Exact today; every balance can be scaled down later.
contract LateToken is TestToken {
    uint256 private _bps = 10_000;

    constructor(uint8 decimals_) TestToken("LATE", decimals_) {}

    function rebase(uint256 bps) external {
        _bps = bps;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * _bps / 10_000;
    }
}

/// Answers what Aave's tokens answer.
contract ScaledToken is TestToken {
    constructor() TestToken("SCALED", 18) {}

    function scaledBalanceOf(address) external pure returns (uint256) {
        return 1;
    }
}

/// Calls the receiver of every transfer that has code, or the sender.
contract HookToken is TestToken {
    bool private immutable CALLS_SENDER;

    constructor(bool callsSender) TestToken("HOOK", 18) {
        CALLS_SENDER = callsSender;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        address called = CALLS_SENDER ? from : to;
        if (called.code.length == 0) return;
        (bool ok,) = called.call(abi.encodeWithSignature("onTokens(uint256)", amount));
        require(ok);
    }
}

/// Calls whom the registry names for the receiver, as ERC-777 does.
contract RegistryHookToken is TestToken {
    IERC1820Registry private constant REGISTRY =
        IERC1820Registry(0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24);

    constructor() TestToken("E777", 18) {}

    /// An ERC-777 token does so when it is created.
    function announce() external {
        REGISTRY.setInterfaceImplementer(address(this), keccak256("ERC777Token"), address(this));
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        address hook = REGISTRY.getInterfaceImplementer(to, keccak256("ERC777TokensRecipient"));
        if (hook == address(0)) return;
        (bool ok,) = hook.call(
            abi.encodeWithSignature(
                "tokensReceived(address,address,address,uint256,bytes,bytes)",
                msg.sender,
                from,
                to,
                amount,
                "",
                ""
            )
        );
        require(ok);
    }
}

/// The registry, without managers or caches.
contract Registry1820 {
    mapping(address => mapping(bytes32 => address)) public getInterfaceImplementer;

    function setInterfaceImplementer(address account, bytes32 name, address implementer) external {
        require(msg.sender == account);
        getInterfaceImplementer[account][name] = implementer;
    }
}

/// Says no where others revert.
contract FalseToken is TestToken {
    constructor() TestToken("FALSE", 18) {}

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// Takes tokens but does not give them back.
contract OneWayToken is TestToken {
    constructor() TestToken("ONEWAY", 18) {}

    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// Returns nothing from its transfers, as USDT does.
contract SilentToken {
    uint8 public constant decimals = 6;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// Has no decimals.
contract BareToken {
    mapping(address => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }
}
