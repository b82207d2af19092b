// Written by contracts/build.mjs; do not edit.
export const wrappedNativeAbi = [
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'owner', type: 'address' },
      { indexed: true, internalType: 'address', name: 'spender', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'Approval',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'to', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'Deposit',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'from', type: 'address' },
      { indexed: true, internalType: 'address', name: 'to', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'Transfer',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'from', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'Withdrawal',
    type: 'event',
  },
  {
    inputs: [
      { internalType: 'address', name: 'owner', type: 'address' },
      { internalType: 'address', name: 'spender', type: 'address' },
    ],
    name: 'allowance',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'spender', type: 'address' },
      { internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'approve',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'balanceOf',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'decimals',
    outputs: [{ internalType: 'uint8', name: '', type: 'uint8' }],
    stateMutability: 'view',
    type: 'function',
  },
  { inputs: [], name: 'deposit', outputs: [], stateMutability: 'payable', type: 'function' },
  {
    inputs: [],
    name: 'name',
    outputs: [{ internalType: 'string', name: '', type: 'string' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'symbol',
    outputs: [{ internalType: 'string', name: '', type: 'string' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'totalSupply',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'to', type: 'address' },
      { internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'transfer',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'from', type: 'address' },
      { internalType: 'address', name: 'to', type: 'address' },
      { internalType: 'uint256', name: 'value', type: 'uint256' },
    ],
    name: 'transferFrom',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'uint256', name: 'value', type: 'uint256' }],
    name: 'withdraw',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  { stateMutability: 'payable', type: 'receive' },
] as const
export const wrappedNativeBytecode =
  '0x6080604052348015600f57600080fd5b5061081b8061001f6000396000f3fe6080604052600436106100c05760003560e01c8063313ce56711610074578063a9059cbb1161004e578063a9059cbb1461025d578063d0e30db01461027d578063dd62ed3e1461028557600080fd5b8063313ce567146101c057806370a08231146101e757806395d89b411461021457600080fd5b806318160ddd116100a557806318160ddd1461016357806323b872dd146101805780632e1a7d4d146101a057600080fd5b806306fdde03146100d4578063095ea7b31461013357600080fd5b366100cf576100cd6102bd565b005b600080fd5b3480156100e057600080fd5b5061011d6040518060400160405280601381526020017f57726170706564206e617469766520636f696e0000000000000000000000000081525081565b60405161012a9190610663565b60405180910390f35b34801561013f57600080fd5b5061015361014e3660046106f8565b610318565b604051901515815260200161012a565b34801561016f57600080fd5b50475b60405190815260200161012a565b34801561018c57600080fd5b5061015361019b366004610722565b610392565b3480156101ac57600080fd5b506100cd6101bb36600461075f565b61053c565b3480156101cc57600080fd5b506101d5601281565b60405160ff909116815260200161012a565b3480156101f357600080fd5b50610172610202366004610778565b60006020819052908152604090205481565b34801561022057600080fd5b5061011d6040518060400160405280600781526020017f574e41544956450000000000000000000000000000000000000000000000000081525081565b34801561026957600080fd5b506101536102783660046106f8565b61064f565b6100cd6102bd565b34801561029157600080fd5b506101726102a0366004610793565b600160209081526000928352604080842090915290825290205481565b33600090815260208190526040812080543492906102dc9084906107f5565b909155505060405134815233907fe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c9060200160405180910390a2565b33600081815260016020908152604080832073ffffffffffffffffffffffffffffffffffffffff8716808552925280832085905551919290917f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925906103809086815260200190565b60405180910390a35060015b92915050565b600073ffffffffffffffffffffffffffffffffffffffff8416331480159061040a575073ffffffffffffffffffffffffffffffffffffffff841660009081526001602090815260408083203384529091529020547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff14155b156104555773ffffffffffffffffffffffffffffffffffffffff841660009081526001602090815260408083203384529091528120805484929061044f908490610808565b90915550505b73ffffffffffffffffffffffffffffffffffffffff84166000908152602081905260408120805484929061048a908490610808565b909155505073ffffffffffffffffffffffffffffffffffffffff8316600090815260208190526040812080548492906104c49084906107f5565b925050819055508273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8460405161052a91815260200190565b60405180910390a35060019392505050565b336000908152602081905260408120805483929061055b908490610808565b909155505060405181815233907f7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b659060200160405180910390a2604051600090339083908381818185875af1925050503d80600081146105d7576040519150601f19603f3d011682016040523d82523d6000602084013e6105dc565b606091505b505090508061064b576040517f08c379a000000000000000000000000000000000000000000000000000000000815260206004820152601660248201527f6e6174697665207472616e73666572206661696c656400000000000000000000604482015260640160405180910390fd5b5050565b600061065c338484610392565b9392505050565b602081526000825180602084015260005b818110156106915760208186018101516040868401015201610674565b5060006040828501015260407fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011684010191505092915050565b803573ffffffffffffffffffffffffffffffffffffffff811681146106f357600080fd5b919050565b6000806040838503121561070b57600080fd5b610714836106cf565b946020939093013593505050565b60008060006060848603121561073757600080fd5b610740846106cf565b925061074e602085016106cf565b929592945050506040919091013590565b60006020828403121561077157600080fd5b5035919050565b60006020828403121561078a57600080fd5b61065c826106cf565b600080604083850312156107a657600080fd5b6107af836106cf565b91506107bd602084016106cf565b90509250929050565b7f4e487b7100000000000000000000000000000000000000000000000000000000600052601160045260246000fd5b8082018082111561038c5761038c6107c6565b8181038181111561038c5761038c6107c656' as const
