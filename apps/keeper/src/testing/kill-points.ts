/** Every edge of every job at which a keeper may die. */
export const killPoints: readonly string[] = [
  'poke',
  'commit',
  'reveal',
  'expire',
  'score',
].flatMap((job) =>
  ['planned', 'written', 'signed', 'sent', 'mined', 'final'].map((edge) => `${job}:${edge}`),
)
