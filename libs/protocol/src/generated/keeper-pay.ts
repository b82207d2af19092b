// Written by vaults/scripts/generate-abis.mjs; do not edit.
export const keeperPayAbi = [
  {"type":"function","name":"due","inputs":[{"name":"vault","type":"address"},{"name":"keeper","type":"address"}],"outputs":[{"name":"shares","type":"uint256"},{"name":"reveals","type":"uint256"}],"stateMutability":"view"},
  {"type":"function","name":"pay","inputs":[{"name":"vault","type":"address"}],"outputs":[{"name":"beneficiary","type":"address"},{"name":"keepersBps","type":"uint16"},{"name":"sharesPerReveal","type":"uint128"}],"stateMutability":"view"},
  {"type":"function","name":"payBeneficiary","inputs":[{"name":"vault","type":"address"}],"outputs":[{"name":"shares","type":"uint256"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"payKeeper","inputs":[{"name":"vault","type":"address"},{"name":"keeper","type":"address"}],"outputs":[{"name":"shares","type":"uint256"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"pots","inputs":[{"name":"vault","type":"address"}],"outputs":[{"name":"keepers","type":"uint256"},{"name":"beneficiary","type":"uint256"}],"stateMutability":"view"},
  {"type":"function","name":"registry","inputs":[],"outputs":[{"name":"","type":"address"}],"stateMutability":"view"},
  {"type":"function","name":"setPay","inputs":[{"name":"vault","type":"address"},{"name":"beneficiary","type":"address"},{"name":"keepersBps","type":"uint16"},{"name":"sharesPerReveal","type":"uint128"}],"outputs":[],"stateMutability":"nonpayable"},
  {"type":"event","name":"BeneficiaryPaid","inputs":[{"name":"vault","type":"address","indexed":true},{"name":"beneficiary","type":"address","indexed":true},{"name":"shares","type":"uint256","indexed":false}],"anonymous":false},
  {"type":"event","name":"KeeperPaid","inputs":[{"name":"vault","type":"address","indexed":true},{"name":"keeper","type":"address","indexed":true},{"name":"shares","type":"uint256","indexed":false},{"name":"reveals","type":"uint256","indexed":false}],"anonymous":false},
  {"type":"event","name":"PaySet","inputs":[{"name":"vault","type":"address","indexed":true},{"name":"beneficiary","type":"address","indexed":false},{"name":"keepersBps","type":"uint16","indexed":false},{"name":"sharesPerReveal","type":"uint128","indexed":false}],"anonymous":false},
  {"type":"error","name":"KeepersPartTooLarge","inputs":[{"name":"keepersBps","type":"uint256"},{"name":"ceiling","type":"uint256"}]},
  {"type":"error","name":"NotTimelock","inputs":[{"name":"vault","type":"address"},{"name":"caller","type":"address"}]},
  {"type":"error","name":"PayNotSet","inputs":[{"name":"vault","type":"address"}]},
  {"type":"error","name":"ZeroAddress","inputs":[{"name":"what","type":"string"}]},
] as const
